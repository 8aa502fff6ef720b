"""What a person is told whose file cannot be taken: what is wrong with it, and what to do.

Knows: words. Never knows: the file, its name, or how it was found out. The same words go to somebody at a desk who
reads them out on the telephone.
"""


class NotAPaper(ValueError):
    """This file cannot be taken. The text is for the person who sent it, and names nothing of theirs."""


EMPTY = "This file is empty. Open it to see whether your page is in it, then send it again."
TOO_LARGE = (
    "This file is larger than 10 MB. Send its pages in several files, or scan or photograph them with fewer details."
)
OTHER_KIND = (
    "We can take PDF files and photos (JPEG or PNG), and this file's name ends differently. "
    "Open it, choose Print and then “Save as PDF”, and send that file; or send a photo of each page."
)
HEIC = (
    "This photo is in the HEIC format, which we cannot take. Send it as a JPEG. "
    "On an iPhone, choose Settings, Camera, Formats, “Most Compatible”, and take the photo again."
)
NOT_WHAT_IT_IS_CALLED = (
    "What is in this file does not fit the end of its name. "
    "Open it, choose Print and then “Save as PDF”, and send that file; or send a photo of each page."
)
DAMAGED_PDF = (
    "This PDF is damaged or incomplete. Scan or download it again; or open it, choose Print and then “Save as PDF”, "
    "and send that file."
)
DAMAGED_PHOTO = "This photo is damaged or incomplete. Take it again, or save it again as a JPEG, and send that file."
LOCKED = (
    "This PDF is protected, so that we could not open it or print it. "
    "Open it, choose Print and then “Save as PDF”, and send that file."
)
NO_PAGES = "This PDF has no pages. Open it to see whether your page is in it, then scan or save it again."
TOO_MANY_PAGES = "This PDF has more than 200 pages. Send its pages in several files."
HAS_PROGRAM = (
    "This PDF contains a small program, as forms to fill in often do. "
    "Open it, choose Print and then “Save as PDF”, and send that file."
)
HAS_ATTACHMENT = (
    "This PDF has another file attached to it. Send that file by itself; "
    "and open this one, choose Print and then “Save as PDF”, and send what you get."
)
HIDES_SOMETHING = (
    "There is something in this PDF that is not part of its pages. "
    "Open it, choose Print and then “Save as PDF”, and send that file."
)
TOO_MANY_PIXELS = "This photo has more than 50 million pixels. Take it again with fewer, or send it as a smaller JPEG."
MOVES = "This picture is an animation. Send a photo that stands still, one for each page."
TOO_FINE_PHOTO = "This photo has too many details to be kept. Take it again with fewer, or send it as a smaller JPEG."
TOO_MUCH_WORK = (
    "We could not read this file to its end. Scan it again, or open it, choose Print and then “Save as PDF”, "
    "and send that file; or send a photo of each page."
)
