// Writes the roster with Go: `go run with_go.go INPUTS OUTPUTS`.
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

func main() {
	var rows [][]string
	data, err := os.ReadFile(os.Args[1] + "/roster.json")
	if err != nil || json.Unmarshal(data, &rows) != nil {
		panic("no roster")
	}
	for name, crlf := range map[string]bool{"Go-encoding-csv.csv": false, "Go-encoding-csv-crlf.csv": true} {
		file, err := os.Create(os.Args[2] + "/" + name)
		if err != nil {
			panic(err)
		}
		writer := csv.NewWriter(file)
		writer.UseCRLF = crlf
		if err := writer.WriteAll(rows); err != nil {
			panic(err)
		}
		file.Close()
	}
	fmt.Printf("version\tGo\t%s\n", runtime.Version())
}
