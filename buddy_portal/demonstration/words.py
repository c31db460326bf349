"""Words that names are made of."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACE_BEGINNINGS = _words(
    "Aldermoor Amber Ashen Bramble Brindle Cold Copper Corven Crag Dapple Dray Dunnock "
    "Ember Esk Ferrin Flint Garner Gilder Glass Hallow Hather Heron Hollin Ivory Juniper "
    "Kestrel Lapwing Linnet Loxen Marrow Mallard Merrin Nether Oaken Osprey Otter Pebble "
    "Pellow Quarrel Raven Rowan Rushen Sable Sedge Selwyn Silver Skylark Sorrel Starling "
    "Stonner Swallow Tansy Teal Thistle Tillow Tolven Umber Venner Wander Wether Willet "
    "Wynder Yarrow"
)
PLACE_ENDINGS = _words(
    "beck brook combe croft dale fell garth gate haven holme hurst lea mere moor nook "
    "reach ridge shaw side stead thwaite tor vale water wick wold"
)
FIRST_NAMES = _words(
    "Abigail Adaeze Aisha Alan Amir Andrea Anita Bronwen Callum Carol Cerys Chidi Claire "
    "Colin Daniela Darius Deborah Eilidh Elena Emeka Fatima Fergus Fiona Gareth Gemma "
    "Geoff Hamza Hannah Imogen Isaac Jasmine Joanne Kamala Karen Kwame Laila Leon Lorna "
    "Malik Maureen Mei Nadia Neil Olu Pamela Rajesh Rhian Rosie Samir Sinead Stephen "
    "Sunita Tariq Tess Uma Victor Wendy Yasmin Yusuf Zofia"
)
LAST_NAMES = _words(
    "Abara Ainsworth Akande Arkwright Bannerji Barrowclough Begley Bhandal Birtwistle "
    "Brathwaite Chowdry Clegg Cottam Dasgupta Dewhurst Dhaliwal Entwistle Eze Fairhurst "
    "Farrar Gallimore Ghosh Greenhalgh Hargreave Haworth Ibekwe Iqbal Jagger Kaczmarek "
    "Kershaw Lamprey Lonsdale Mahlangu Metcalfe Mistry Nightshade Nwosu Ogden Osei "
    "Pickersgill Pradhan Quayle Ramsden Rishworth Sandhar Sealey Shoesmith Tattersall "
    "Thackray Ughelli Venkat Waddington Wibberley Wray Yardley Zaman"
)
