# What layers/common/Makefile and functions/Makefile share: how `sam build` packs a folder of Python for Lambda.
# SAM calls `build-<logical id>` in a copy of the source and says in ARTIFACTS_DIR where the package shall stand.

PYTHON ?= python3
# A Python of the functions' own version. It only compiles: without it everything works, but every cold start compiles anew.
PYTHON313 ?= python3.13

# $(call copy,<from>,<to>): the sources without what Python leaves behind.
copy = mkdir -p "$(2)" && tar -cf - --exclude=__pycache__ --exclude='*.pyc' --exclude=Makefile "$(1)" | tar -xf - -C "$(2)"

# $(call precompile,<folder>,<where Lambda mounts it>): .pyc files that Lambda takes without looking at the sources' times.
has313 = $(PYTHON313) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null
precompile = if $(has313); then $(PYTHON313) -m compileall -q --invalidation-mode unchecked-hash -s "$(1)" -p "$(2)" "$(1)"; \
	elif [ -n "$(REQUIRE_PYC)" ]; then echo "Nothing was compiled: put python3.13 on PATH or set PYTHON313." >&2; exit 1; fi

# $(call warn_unless_precompiled): said once, by the layer, and not once more by each function.
warn_unless_precompiled = $(has313) || echo "*** No Python 3.13 here, so the package has no .pyc files and each cold start pays. Set PYTHON313. ***"
