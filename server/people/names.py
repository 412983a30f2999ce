"""Readable labels for the nameless: "Amber Heron" is easier to hold in mind than a row of letters."""

import hashlib

_ADJECTIVE_WORDS = (
    "Amber Ashen Autumn Azure Bright Bronze Calm Cedar Clear Copper Coral Crimson Dawn Dusky Early Ember "
    "Fern Flint Frosty Gentle Gilded Golden Hazel Indigo Ivory Jade Keen Lilac Linen Lunar Marble Merry "
    "Misty Mossy Northern Ochre Olive Opal Pale Pearl Plum Quiet Rose Ruby Russet Sable Saffron Sandy "
    "Scarlet Silver Slate Snowy Southern Spring Steady Still Sunny Tawny Teal Velvet Violet Warm Western Winter"
)
_NOUN_WORDS = (
    "Alder Ash Aspen Avocet Bay Beech Birch Bittern Blackbird Bunting Cedar Chaffinch Cherry Chestnut Cormorant Crane "
    "Curlew Cypress Dipper Dove Dunlin Egret Elder Elm Falcon Fieldfare Finch Fir Gannet Goldcrest Grebe Hawthorn "
    "Hazel Heron Holly Hornbeam Jay Juniper Kestrel Kingfisher Lapwing Larch Lark Lime Linnet Magpie Maple Martin "
    "Nightjar Nuthatch Oak Osprey Owl Pear Pine Pipit Plover Poplar Redwing Robin Rowan Siskin Starling Wren"
)
_ADJECTIVES = _ADJECTIVE_WORDS.split()
_NOUNS = _NOUN_WORDS.split()


def label(visitor_id: str) -> str:
    """Always the same for the same visitor. Two may share one; ids tell them apart."""
    digest = hashlib.sha256(visitor_id.encode()).digest()
    return f"{_ADJECTIVES[digest[0] % len(_ADJECTIVES)]} {_NOUNS[digest[1] % len(_NOUNS)]}"
