"""The exports of the national register as they are published, with invented certifications."""

from __future__ import annotations

import zipfile
from pathlib import Path

_DAY = "2026_11_20"
STANDARD = (
    '"Id_Fiche";"Numero_Fiche";"Intitule";"Abrege_Libelle";"Abrege_Intitule";"Nomenclature_Europe_Niveau";'
    '"Nomenclature_Europe_Intitule";"Accessible_Nouvelle_Caledonie";"Accessible_Polynesie_Francaise";'
    '"Date_dernier_jo";"Date_Decision";"Date_Fin_Enregistrement";"Date_Effet";"Type_Enregistrement";'
    '"Validation_Partielle";"Actif"\r\n'
    '"1";"RNCP90001";"Cartographe ; des réseaux";"TP";"Titre professionnel";"NIV5";"Niveau 5";"Non";"Non";"";'
    '"";"31/08/2028";"";"Enregistrement de droit";"";"ACTIVE"\r\n'
    '"2";"RNCP90002";"Ancien titre de réseaux";"TP";"Titre";"NIV4";"Niveau 4";"Non";"Non";"";"";'
    '"01/09/2023";"";"Enregistrement de droit";"";"INACTIVE"\r\n'
    '"3";"RS9001";"Sécuriser un poste";"";"";"";"";"Non";"Non";"";"";"";"";"Enregistrement sur demande";"";'
    '"ACTIVE"\r\n'
)
BLOCKS = (
    '"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"\r\n'
    '"RNCP90001";"RNCP90001BC02";"Relever les câbles"\r\n'
    '"RNCP90001";"RNCP90001BC01";"Dessiner le plan"\r\n'
    '"RNCP90002";"RNCP90002BC01";"Un bloc ancien"\r\n'
)
ROME = (
    '"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\r\n'
    '"RNCP90001";"M1805";"Études"\r\n"RNCP90001";"M1810";"Production"\r\n"RNCP90001";"M1805";"Études"\r\n'
)
NSF = '"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n"RNCP90001";"326t";"Programmation"\r\n'
FORMACODE = (
    '"Numero_Fiche";"Formacode_Code";"Formacode_Libelle"\r\n'
    '"RNCP90001";"31088";"Réseau"\r\n"RNCP90001";"31054";"Informatique"\r\n'
)
CERTIFIERS = (
    '"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\r\n'
    '"RNCP90001";"11000007200014";"MINISTERE INVENTE"\r\n'
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<FICHES version="4.1">
 <FICHE>
  <ID_FICHE>1</ID_FICHE><NUMERO_FICHE>RNCP90001</NUMERO_FICHE>
  <INTITULE>Cartographe des réseaux</INTITULE>
  <NOMENCLATURE_EUROPE><NIVEAU>NIV5</NIVEAU><INTITULE>Niveau 5</INTITULE></NOMENCLATURE_EUROPE>
  <CODES_ROME><ROME><CODE>M1805</CODE><LIBELLE>Études</LIBELLE></ROME></CODES_ROME>
  <CODES_NSF><NSF><CODE>326</CODE><INTITULE>Informatique</INTITULE></NSF></CODES_NSF>
  <FORMACODES><FORMACODE><CODE>31088</CODE><LIBELLE>Réseau</LIBELLE></FORMACODE></FORMACODES>
  <CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>1</SIRET_CERTIFICATEUR>
   <NOM_CERTIFICATEUR>MINISTERE INVENTE</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>
  <DATE_FIN_ENREGISTREMENT>31/08/2028</DATE_FIN_ENREGISTREMENT><ACTIF>Oui</ACTIF>
  <BLOCS_COMPETENCES>
   <BLOC_COMPETENCES><CODE>RNCP90001BC01</CODE><LIBELLE>Dessiner le plan</LIBELLE>
    <LISTE_COMPETENCES>&lt;ul&gt;&lt;li&gt;Lire un plan&lt;/li&gt;
&lt;li&gt;Mettre à l&amp;rsquo;échelle&lt;/li&gt;&lt;/ul&gt;</LISTE_COMPETENCES>
   </BLOC_COMPETENCES>
   <BLOC_COMPETENCES><CODE>RNCP90001BC02</CODE><LIBELLE>Relever les câbles</LIBELLE>
    <LISTE_COMPETENCES>- Suivre un câble
• Étiqueter
- Suivre un câble</LISTE_COMPETENCES>
   </BLOC_COMPETENCES>
  </BLOCS_COMPETENCES>
 </FICHE>
 <FICHE>
  <NUMERO_FICHE>RNCP90002</NUMERO_FICHE><INTITULE>Ancien titre de réseaux</INTITULE><ACTIF>Non</ACTIF>
 </FICHE>
</FICHES>
"""


def csv_archive(folder: Path, **instead: str) -> Path:
    """The archive of CSV; ``instead``: the content of a table in the place of the usual one."""
    tables = {
        "Standard": STANDARD,
        "Blocs_De_Compétences": BLOCKS,
        "Rome": ROME,
        "Nsf": NSF,
        "Formacode": FORMACODE,
        "Certificateurs": CERTIFIERS,
        "Partenaires": '"Numero_Fiche";"Nom_Partenaire"\r\n',
    } | instead
    path = folder / "export-fiches-csv-2026-11-21.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"export_fiches_CSV_{name}_{_DAY}.csv", text.encode("utf-8-sig"))
    return path


def xml_file(folder: Path, text: str = XML) -> Path:
    """The XML, as it is once unpacked."""
    path = folder / "export-fiches-rncp-v4-1-2026-11-21.xml"
    path.write_text(text, encoding="utf-8")
    return path
