"""First names and what people are called instead: « Tony » for Anthony, « Manu » for Emmanuel."""

from __future__ import annotations

from functools import cache

_SHORTEST = 2
_FORMS = """
abdelkader kader, abdellah abdel, abderrahmane abdou, adelaide adele, alexandra sandra alexa,
alexandre sacha, amandine mandy, antoine tonio, anthony tony, augustin gus, aurelie lili, bernard
nanard, catherine cathy kate, charles charlie charly, charlotte charlie lotte, christelle chris,
christine cricri kristine, christophe tof totof, claudine clo, corinne coco, dominique dom domi,
edouard doudou eddy, elisabeth babeth lisa betty babette elise, elodie lolo, emmanuel manu,
emmanuelle manu, estelle stella, fatima fatou, fatoumata fatou, francois fanfan, francoise fanfan
soizic, frederic fred fredo, frederique fred, genevieve ginette, gerard gege, guillaume guigui will
willy, helene lena lenaig, henri riton, isabelle babelle zaza, jacqueline jackie, jacques jacky
jacquot, jean jeannot jano, jeremy jerem remy, joseph jojo zef, josephine jo fifine, khadija dija,
laetitia titia, laurence lolo, laurent lolo, ludivine divine, madeleine mado, marguerite margot,
marie mimi maryse, mathilde tilde, melissa lissa, michel mimiche, michael mike mika mick, mickael
mike mika mick, mohamed momo med, mohammed momo med, monique momo, mustapha mous moustapha, nathalie
nat nath talia, patrice pat, patricia pat patou, philippe filou, pierre pierrot, raphael raph
rafael, rachid rach, robert bob bobby, sandrine sandie sandy, sebastien bastien, solange soso,
stephane steph steff, stephanie steph fanny, suzanne suzette suzy, theodore theo, therese tess,
thomas tom tommy, veronique vero, victoria vicky, vincent vince, xavier xav, yohann yo, youssef
joseph jo, zacharie zac zack
"""


def are_forms_of_one(name: str, other: str) -> bool:
    """Whether one (both folded) is the beginning of the other, or a short form of it."""
    short, long = sorted((name, other), key=len)
    if len(short) >= _SHORTEST and long.startswith(short):
        return True
    return short in _forms().get(long, ()) or long in _forms().get(short, ())


@cache
def _forms() -> dict[str, frozenset[str]]:
    lines = (entry.split() for entry in _FORMS.split(","))
    return {full: frozenset(short) for full, *short in lines}
