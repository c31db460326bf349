"""Charts as SVG: data in, one picture out, the same for a page and for a PDF.

Each chart has a frozen dataclass of data with `figures()`, the table that belongs beneath
it, and a function `draw_...` that returns the picture. Callers give the id of the picture;
without one (None) the picture is decoration whose figures stand beside it in words.
"""
