"""Reads the QR codes in a picture, as the camera of a phone does."""

from base64 import b64decode, b64encode

from playwright.sync_api import Browser
from zxingcpp import read_barcodes

_GRAY = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  let gray = "";
  for (let at = 0; at < data.length; at += 4) gray += String.fromCharCode((data[at] + data[at + 1] + data[at + 2]) / 3);
  return { gray: btoa(gray), width: image.width, height: image.height };
}"""


def texts_in(png: bytes, chromium: Browser) -> list[str]:
    """What each says, dark on light alone, wherever it stands. Chromium decodes the picture."""
    page = chromium.new_page()
    picture = page.evaluate(_GRAY, b64encode(png).decode())
    page.close()
    gray = memoryview(b64decode(picture["gray"])).cast("B", (picture["height"], picture["width"]))
    return [found.text for found in read_barcodes(gray, try_invert=False)]
