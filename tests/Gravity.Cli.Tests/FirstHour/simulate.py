"""Writes the simulated files of this folder: python3 simulate.py. No number in them is an observation of any country."""
import math, pathlib, random

HERE = pathlib.Path(__file__).parent


def flow(rnd, u, gdp_o, gdp_d, dist, noise=0.25):
    return math.exp(-9 + 0.8 * math.log(gdp_o) + 0.7 * math.log(gdp_d) - 0.9 * math.log(dist) + noise * rnd.gauss(0, 1) - u)


def truncated(rnd, mean, sd):
    """A draw above zero from a normal law."""
    while True:
        u = rnd.gauss(mean, sd)
        if u > 0:
            return u


def german():
    """One home province, names of countries, decimal comma, thousands in points, zeros, byte order mark or code page 1252."""
    rnd = random.Random(1)
    lands = "Österreich Polen Tschechien Ungarn Rumänien Bulgarien Slowakei Slowenien Kroatien Estland Lettland Litauen Albanien Serbien".split()
    lines = ["Exporting country;Importing country;Jahr;Exportwert (Mio. €);BIP Ziel;Entfernung;EU-Mitglied"]
    for k, land in enumerate(lands):
        u, dist, size = abs(rnd.gauss(0, 0.5)), 300 + 120 * k + 40 * rnd.random(), 4 + 3 * rnd.random()
        for year in range(2010, 2020):
            gdp = math.exp(size + 0.03 * (year - 2010) + 0.05 * rnd.gauss(0, 1))
            value = flow(rnd, u, 3000 * 1.03 ** (year - 2010), 1000 * gdp, dist)
            value = 0 if k in (3, 9) and year == 2012 else value
            eu = 1 if k < 11 and year >= 2010 + k % 5 else 0
            text = lambda x, d: f"{x:,.{d}f}".replace(",", "#").replace(".", ",").replace("#", ".")
            lines.append(f"Zhejiang;{land};{year};{text(value, 3)};{text(1000 * gdp, 1)};{text(dist, 1)};{eu}")
    body = "\r\n".join(lines) + "\r\n"
    (HERE / "simulated-german-bom.csv").write_bytes(b"\xef\xbb\xbf" + body.encode("utf-8"))
    (HERE / "simulated-german-1252.csv").write_bytes(body.encode("cp1252"))


def chinese():
    """Headings and countries in Chinese, GB 18030, codes of missing cells."""
    rnd = random.Random(2)
    lands = "阿尔巴尼亚 保加利亚 克罗地亚 捷克 爱沙尼亚 匈牙利 拉脱维亚 立陶宛 波兰 罗马尼亚 塞尔维亚 斯洛伐克 斯洛文尼亚 希腊".split()
    lines = ["出口省份,进口国,年份,出口额（万美元）,浙江省生产总值,进口国生产总值,进口国人口,距离,是否内陆国,一带一路,政府效率"]
    for k, land in enumerate(lands):
        u, dist, size, pop = abs(rnd.gauss(0, 0.5)), int(3000 + 11000 * rnd.random()), 10 + 3 * rnd.random(), 1e6 * (1 + 20 * rnd.random())
        for year in range(2008, 2018):
            home = 2e5 * 1.09 ** (year - 2008)
            gdp = math.exp(size + 0.04 * (year - 2008) + 0.05 * rnd.gauss(0, 1))
            quality, belt = 50 + 10 * rnd.gauss(0, 1) - 8 * u, int(year >= 2013 + k % 3)
            value = f"{flow(rnd, 0.5 * u + truncated(rnd, 0.1 - 0.3 * belt - 0.04 * (quality - 50), 0.6), home, gdp, dist, 0.3):.4f}"
            effect = "-99" if (k, year) in ((2, 2009), (7, 2011)) else f"{quality:.2f}"
            value = "缺失" if (k, year) == (4, 2008) else value
            lines.append(f"浙江,{land},{year},{value},{home:.1f},{gdp:.2f},{pop:.0f},{dist},{int(k % 4 == 3)},{belt},{effect}")
    (HERE / "simulated-chinese-gb18030.csv").write_bytes(("\n".join(lines) + "\n").encode("gb18030"))


def pairs():
    """Country pairs under the column names of CEPII's Gravity, zeros and an economy's trade with itself; the last year apart as a cross-section."""
    rnd = random.Random(3)
    codes = "AUT BEL CHN DEU ESP FRA GBR HUN ITA JPN".split()
    size = {c: 11 + 2.5 * rnd.random() for c in codes}
    place = {c: (rnd.random(), rnd.random()) for c in codes}
    head = "iso3_o,iso3_d,year,tradeflow_comtrade_o,gdp_o,gdp_d,pop_o,pop_d,dist,contig,comlang_off,fta_wto"
    rows, last = [head], [head.replace("year,", "")]
    for o in codes:
        for d in codes:
            u = abs(rnd.gauss(0, 0.6))
            for year in range(2001, 2009):
                gdp = {c: math.exp(size[c] + 0.03 * (year - 2001) + 0.02 * math.sin(year * len(c) + ord(c[0]))) for c in (o, d)}
                pop = {c: math.exp(size[c] - 9 + 0.4 * math.sin(ord(c[1]))) + 0.01 * (year - 2001) for c in (o, d)}
                dist = 100 + 9000 * math.dist(place[o], place[d])
                contig, lang = int(o != d and dist < 2500), int((ord(o[0]) + ord(d[0])) % 7 == 0)
                fta = int(year >= 2001 + (ord(o[1]) + ord(d[1])) % 9)
                value = flow(rnd, u * (0.8 if fta else 1.1), gdp[o], gdp[d], dist) * math.exp(0.3 * contig + 0.2 * lang)
                value = 0 if rnd.random() < 0.02 else value
                line = f"{value:.4f},{gdp[o]:.2f},{gdp[d]:.2f},{pop[o]:.4f},{pop[d]:.4f},{dist:.1f},{contig},{lang},{fta}"
                rows.append(f"{o},{d},{year},{line}")
                if year == 2008 and o != d:
                    last.append(f"{o},{d},{line}")
    (HERE / "simulated-pairs.csv").write_text("\n".join(rows) + "\n")
    (HERE / "simulated-cross-section.csv").write_text("\n".join(last) + "\n")


def wide():
    rnd = random.Random(4)
    lines = ["partner,dist," + ",".join(f"exports_{y}" for y in range(2010, 2016))]
    for code in "POL HUN ROU BGR".split():
        lines.append(f"{code},{7000 + 100 * rnd.random():.0f}," + ",".join(f"{100 * rnd.random():.2f}" for _ in range(6)))
    (HERE / "simulated-wide.csv").write_text("\n".join(lines) + "\n")


def logged():
    """One home economy, everything in logarithms, names in short."""
    rnd = random.Random(5)
    lines = ["ctry,yr,lexports,lgdp,ldist,z1"]
    for code in "POL HUN ROU BGR CZE SVK SVN HRV EST LVA LTU ALB".split():
        u, dist, size = abs(rnd.gauss(0, 0.5)), 8.7 + 0.3 * rnd.random(), 10 + 2 * rnd.random()
        for year in range(2003, 2011):
            gdp = size + 0.03 * (year - 2003) + 0.05 * rnd.gauss(0, 1)
            lines.append(f"{code},{year},{-2 + 0.8 * gdp - 0.5 * dist + 0.2 * rnd.gauss(0, 1) - u:.6f},{gdp:.6f},{dist:.6f},{rnd.gauss(0, 1):.4f}")
    (HERE / "simulated-logged.csv").write_text("\n".join(lines) + "\n")


for write in (german, chinese, pairs, wide, logged):
    write()
