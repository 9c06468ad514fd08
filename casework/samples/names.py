"""Names of people, companies and places of several countries, all of them made up.

Telephone numbers are of ranges kept for fiction; a country without one gets the code 999, which
belongs to nobody.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """How people, companies, streets and numbers look in one country.

    In ``phone`` each ``#`` is a digit, in ``company`` and ``street`` there is ``{name}``.
    """

    name: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    firms: tuple[str, ...]
    company: tuple[str, ...]
    phone: str
    greeting: str
    is_asian: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _cities(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (one.strip().partition(" ") for one in text.split(","))
    return tuple((city, code) for city, _blank, code in pairs)


COUNTRIES: tuple[tuple[Country, int], ...] = (
    (Country(
        "Romania",
        _words("Ștefan Ioana Andreea Mihai Răzvan Cătălina Gheorghe Țița Bogdan Mădălina Ilinca "
               "Dragoș Anca Sorin Lăcrămioara Vlad Raluca Horia"),
        _words("Popescu Țăran Bălan Mureșan Ionescu Șerban Dumitrașcu Nițu Crăciun Munteanu Pârvu "
               "Știrbei Văcaru Stănescu Cojocaru Luță"),
        _cities("București 010101,Cluj-Napoca 400001,Iași 700001,Timișoara 300001,Brașov 500001,"
                "Constanța 900001"),
        ("Str. Școlii {n}", "Bd. Unirii {n}", "Str. Florilor {n}", "Calea Moților {n}"),
        _words("Carpatin Brădet Zimbru Făgăraș Plevna Izvorul Mărgărit Luceafăr Grânar Vatra "
               "Corali Dacris"),
        ("{name} SRL", "{name} Logistică SRL", "{name} Construct SA", "Farmacia {name}",
         "Grupul {name} SA", "Editura {name}"),
        "+999 21 555 ####", "Bună ziua,"), 30),
    (Country(
        "Indonesia",
        _words("Budi Siti Dewi Agus Putri Wahyu Ratna Joko Ayu Hendra Lestari Bambang Intan Rizki "
               "Yuni Fajar Citra Dimas"),
        _words("Santoso Wijaya Pratama Lestari Hidayat Kusuma Nugroho Saputra Maharani Siregar "
               "Wibowo Handayani Tanjung Halim"),
        _cities("Jakarta 10110,Surabaya 60111,Bandung 40111,Medan 20111,Yogyakarta 55111,"
                "Denpasar 80111"),
        ("Jl. Merdeka No. {n}", "Jl. Melati No. {n}", "Jl. Kenanga No. {n}", "Jl. Cendana No. {n}"),
        _words("Nusantara Cempaka Rajawali Samudra Mutiara Cakrawala Sejahtera Garuda Anggrek "
               "Pelangi"),
        ("PT {name} Makmur", "PT {name} Abadi", "CV {name} Jaya", "Toko {name}",
         "PT {name} Logistik", "Klinik {name}"),
        "+999 21 556 ####", "Selamat pagi,", is_asian=True), 24),
    (Country(
        "United Kingdom",
        _words("Olivia Harry Amelia George Imogen Callum Freya Alistair Zoë Rhys Siân Duncan Priya "
               "Edmund"),
        _words("Whitcombe Ashdown Okafor Hargreaves Pemberton Lloyd Fairweather Macrae Patel "
               "Thistlewood Carrick Penrose"),
        _cities("Leeds LS1 1, Bristol BS1 2, Cardiff CF10 1, Glasgow G2 3, Norwich NR2 4"),
        ("{n} Mill Lane", "{n} Station Road", "{n} Harbour Street", "{n} Chapel Row"),
        _words("Fernhill Oakridge Greystone Tamar Kestrelgate Saltmarsh Thornbury Millrace "
               "Dunmore"),
        ("{name} Ltd", "{name} & Sons", "{name} Housing Trust", "{name} Foods plc",
         "{name} Veterinary", "{name} Books"),
        "+44 20 7946 0###", "Hello,"), 16),
    (Country(
        "Germany",
        _words("Jürgen Änne Björn Käthe Sönke Annegret Matthias Jörg Frauke Til Wiebke Götz"),
        _words("Müller-Lohse Weiß Großkopf Böhme Krüger Schäfer Jäger Lütke Fröhlich Voß"),
        _cities("Bremen 28195,Leipzig 04109,Köln 50667,Nürnberg 90402,Kassel 34117"),
        ("Lindenstraße {n}", "Am Mühlbach {n}", "Schulgasse {n}", "Hafenweg {n}"),
        _words("Nordlicht Kranich Eichhof Sternbrück Hansekai Walddorf Silberbach"),
        ("{name} GmbH", "{name} Maschinenbau GmbH", "{name} KG", "Bäckerei {name}",
         "{name} Verlag AG"),
        "+49 30 23125 ###", "Guten Tag,"), 10),
    (Country(
        "France",
        _words("Éloïse Jérôme Maëlle François Noémie Gaël Hélène Benoît Anaïs Théo"),
        _words("Lefèvre Béranger Desprès Guérin Châtelain Moreau Thévenet Noël"),
        _cities("Lyon 69001,Nantes 44000,Lille 59000,Orléans 45000"),
        ("{n} rue des Écoles", "{n} avenue du Port", "{n} place de l'Église"),
        _words("Hirondelle Valmont Bellerive Sarcelle Montclair Orée"),
        ("{name} SARL", "Maison {name}", "{name} Transports SA", "Laboratoires {name}"),
        "+33 1 99 00 ## ##", "Bonjour,"), 8),
    (Country(
        "Poland",
        _words("Łukasz Małgorzata Paweł Żaneta Wojciech Bożena Michał Zofia Świętosław"),
        _words("Wiśniewski Dąbrowska Łęcki Źrebiec Kaczmarek Żółkiewska Górski Pękala"),
        _cities("Kraków 30-001,Gdańsk 80-001,Łódź 90-001,Poznań 60-001"),
        ("ul. Długa {n}", "ul. Źródlana {n}", "ul. Świętej Anny {n}"),
        _words("Żubr Bursztyn Wawrzyn Polanka Śnieżka Gryf"),
        ("{name} sp. z o.o.", "Zakłady {name} SA", "Apteka {name}", "{name} Transport"),
        "+999 48 555 ####", "Dzień dobry,"), 7),
    (Country(
        "Türkiye",
        _words("Çağla Ömer Şule İbrahim Gülşen Oğuz Ayşe Uğur"),
        _words("Yıldız Öztürk Şahin Çelik Güneş Kılıç Doğan"),
        _cities("İzmir 35210,Ankara 06100,Bursa 16010,Eskişehir 26010"),
        ("Çınar Sokak No: {n}", "İstiklal Caddesi No: {n}"),
        _words("Anadolu Gökkuşağı Kırlangıç Denizyıldızı Ilgaz"),
        ("{name} A.Ş.", "{name} Gıda Ltd. Şti.", "{name} Tekstil A.Ş."),
        "+999 90 555 ####", "Merhaba,"), 5),
)  # fmt: skip

JOBS = (
    "Office manager", "Head of purchasing", "Accountant", "System administrator", "Owner",
    "Warehouse manager", "Assistant", "Shop manager", "Head of IT", "Payroll clerk", "Dispatcher",
    "Controller", "Facility manager", "Practice nurse",
)  # fmt: skip
