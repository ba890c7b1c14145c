using System.Text;
using System.Text.RegularExpressions;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;

namespace Gravity.Reporting.Tests.Browser;

/// <summary>The page in a browser. Its bytes are the same in every culture, which <see cref="Html.HtmlReportTest"/> holds.</summary>
[Trait("Category", "Long")]
public sealed partial class ReportPageTest(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Ranking = "#table-efficiency-ranking table";

    private string[] Column(string table, int column) => chromium.Texts(
        "return [...document.querySelectorAll(arguments[0] + ' tbody:not(.ruled) tr')].filter(r => !r.hidden).map(r => r.cells[arguments[1]].textContent.trim())", table, column);

    [Fact]
    public void It_opens_from_a_file_without_a_word_on_the_console_or_to_the_network()
    {
        ChromeDriver page = chromium.Open();
        chromium.Requests();
        page.Manage().Logs.GetLog(LogType.Browser);
        chromium.Open();
        // Everything that could load late has a chance to.
        chromium.Ask<object?>("for (const d of document.querySelectorAll('details')) d.open = true; scrollTo(0, document.body.scrollHeight); return null");
        page.FindElement(By.CssSelector("button.save")).SendKeys(Keys.Enter);
        Assert.Equal([], page.Manage().Logs.GetLog(LogType.Browser).Select(e => e.Message));
        Assert.All(chromium.Requests(), url => Assert.True(url == chromium.Address || url.StartsWith("blob:", StringComparison.Ordinal), url));
        Assert.True(chromium.Ask<long>("return document.querySelectorAll('table[data-sortable] thead button').length") > 20);
    }

    [Fact]
    public void A_press_on_a_heading_sorts_numbers_as_numbers_and_the_third_restores_the_order()
    {
        ChromeDriver page = chromium.Open();
        string[] before = Column(Ranking, 1);
        IWebElement heading = page.FindElements(By.CssSelector(Ranking + " thead th")).Single(h => h.Text.StartsWith("Mean TE", StringComparison.Ordinal));
        IWebElement button = heading.FindElement(By.TagName("button"));
        button.Click();
        Assert.Equal("ascending", heading.GetDomAttribute("aria-sort"));
        Assert.Equal(before.Reverse(), Column(Ranking, 1));
        button.Click();
        Assert.Equal("descending", heading.GetDomAttribute("aria-sort"));
        Assert.Equal(before, Column(Ranking, 1));
        button.Click();
        Assert.Equal("none", heading.GetDomAttribute("aria-sort"));
        Assert.Equal(before, Column(Ranking, 1));
    }

    [Fact]
    public void The_keyboard_sorts_missing_numbers_stay_last_and_sums_stay_below()
    {
        ChromeDriver page = chromium.Open();
        const string Matrix = "#table-efficiency-matrix table";
        // One unit has no row in 2012.
        IWebElement heading = page.FindElements(By.CssSelector(Matrix + " thead th")).Single(h => h.Text == "2012");
        int column = (int)chromium.Ask<long>("return arguments[0].cellIndex", heading);
        foreach ((string key, int sign) in new[] { (Keys.Enter, 1), (Keys.Space, -1) })
        {
            heading.FindElement(By.TagName("button")).SendKeys(key);
            string[] shown = Column(Matrix, column);
            Assert.Equal("–", shown[^1]);
            double[] numbers = [.. shown[..^1].Select(s => double.Parse(s, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.True(numbers.Length > 3);
            Assert.Equal(sign > 0 ? numbers.Order() : numbers.OrderDescending(), numbers);
        }

        Assert.Equal("Mean", chromium.Ask<string>("const b = document.querySelector(arguments[0]).tBodies; return b[b.length - 1].rows[0].cells[0].textContent", Matrix));
    }

    [Fact]
    public void Numbers_are_sorted_by_value_not_by_their_letters()
    {
        ChromeDriver page = chromium.Open();
        const string Totals = "#table-potential-by-iso table";
        IWebElement heading = page.FindElements(By.CssSelector(Totals + " thead th")).Single(h => h.Text == "Actual");
        chromium.Ask<object?>("arguments[0].scrollIntoView({ block: 'center' }); return null", heading);
        heading.FindElement(By.TagName("button")).SendKeys(Keys.Enter);
        int column = (int)chromium.Ask<long>("return Number(arguments[0].dataset.column)", heading);
        double[] numbers = [.. Column(Totals, column).Select(s => double.Parse(s, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(numbers.Order(), numbers);
        Assert.NotEqual(numbers.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal), numbers.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_word_filters_a_long_table_and_the_count_is_announced()
    {
        ChromeDriver page = chromium.Open();
        chromium.Ask<object?>("for (const d of document.querySelectorAll('details')) d.open = true; return null");
        IWebElement input = page.FindElement(By.CssSelector("#table-efficiency-rows-search"));
        IWebElement count = page.FindElement(By.CssSelector("#table-efficiency-rows output"));
        Assert.Equal("polite", count.GetDomAttribute("aria-live"));
        Assert.Equal("47 of 47 rows shown", count.Text);
        input.SendKeys("GAMMA 2013");
        Assert.Equal("1 of 47 rows shown", count.Text);
        Assert.Single(Column("#table-efficiency-rows table", 1));
        input.Clear();
        input.SendKeys("no such country");
        Assert.Equal("0 of 47 rows shown", count.Text);
        Assert.NotNull(page.FindElement(By.CssSelector("label[for='table-efficiency-rows-search']")));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public void No_page_is_wider_than_its_window(int width)
    {
        chromium.Open(width);
        chromium.Ask<object?>("for (const d of document.querySelectorAll('details')) d.open = true; return null");
        Assert.InRange(chromium.Ask<long>("return document.documentElement.scrollWidth"), 0, width);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Words_stand_out_from_their_ground(string scheme)
    {
        chromium.Open(1280, scheme);
        chromium.Ask<object?>("for (const d of document.querySelectorAll('details')) d.open = true; return null");
        string[] faint = chromium.Texts(Contrast);
        Assert.Equal([], faint);
        double light = chromium.Ask<double>("const c = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number); return c[0] + c[1] + c[2] + 0.5");
        Assert.Equal(scheme == "light", light > 600);
    }

    [Fact]
    public void The_button_turns_the_page_dark_and_back()
    {
        ChromeDriver page = chromium.Open();
        string Ground() => chromium.Ask<string>("return getComputedStyle(document.body).backgroundColor");
        string before = Ground();
        IWebElement button = page.FindElement(By.CssSelector("button.theme"));
        button.Click();
        Assert.NotEqual(before, Ground());
        Assert.Equal([], chromium.Texts(Contrast));
        button.Click();
        Assert.Equal(before, Ground());
    }

    [Fact]
    public void Tab_reaches_every_control()
    {
        ChromeDriver page = chromium.Open();
        long all = chromium.Ask<long>("""
            window.reached = new Set(); document.addEventListener('focusin', e => window.reached.add(e.target));
            window.controls = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter(e => e.checkVisibility());
            return window.controls.length
            """);
        Assert.True(all > 60);
        // The presses in one request to the browser, each of its own: a request a press takes half a minute.
        var presses = new Actions(page);
        for (int k = 0; k < all + 5; k++)
            presses.SendKeys(Keys.Tab);
        presses.Perform();
        Assert.Equal([], chromium.Texts("return window.controls.filter(e => !window.reached.has(e)).map(e => e.outerHTML.slice(0, 120))"));
        chromium.Ask<object?>("document.activeElement.blur(); return null");
    }

    [Fact]
    public void Values_of_a_chart_are_told_to_a_reader_at_the_keyboard()
    {
        ChromeDriver page = chromium.Open();
        IWebElement first = page.FindElement(By.CssSelector("figure .spots > [aria-label='Alpha: 0.51']"));
        chromium.Ask<object?>("arguments[0].focus(); return null", first);
        IWebElement tip = page.FindElement(By.CssSelector(".tip"));
        Assert.True(tip.Displayed);
        Assert.Equal(first.GetDomAttribute("aria-label"), chromium.Ask<string>("return arguments[0].textContent", tip));
        page.SwitchTo().ActiveElement().SendKeys(Keys.ArrowRight);
        Assert.Equal("Beta: 0.62", page.SwitchTo().ActiveElement().GetDomAttribute("aria-label"));
        Assert.Equal("Beta: 0.62", tip.Text);
        page.SwitchTo().ActiveElement().SendKeys(Keys.Escape);
        Assert.False(tip.Displayed);
    }

    [Fact]
    public void Everything_that_needs_a_name_has_one_and_headings_do_not_skip()
    {
        chromium.Open();
        Assert.Equal([], chromium.Texts("""
            const named = e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').map(i => document.getElementById(i)?.textContent || '').join('')
              || (e.labels && [...e.labels].map(l => l.textContent).join('')) || e.textContent).trim() !== '';
            return [...document.querySelectorAll('a, button, input, summary, table, nav, main, section, figure svg, [role]')].filter(e => e.tagName !== 'MAIN' && !named(e)).map(e => e.outerHTML.slice(0, 150))
            """));
        Assert.Equal([], chromium.Texts("""
            const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]));
            return levels.filter((l, i) => i > 0 && l > levels[i - 1] + 1).map(String)
            """));
        Assert.Equal(1, chromium.Ask<long>("return document.querySelectorAll('h1').length"));
        Assert.Equal("en", chromium.Ask<string>("return document.documentElement.lang"));
        Assert.Equal("content", chromium.Ask<string>("return document.querySelector('a.skip').hash.slice(1)"));
    }

    [Fact]
    public void It_prints_on_A4_with_closed_parts_opened()
    {
        ChromeDriver page = chromium.Open();
        page.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?> { ["media"] = "" });
        var answer = (Dictionary<string, object?>)page.ExecuteCdpCommand("Page.printToPDF", new Dictionary<string, object?> { ["preferCSSPageSize"] = true })!;
        string pdf = Encoding.Latin1.GetString(Convert.FromBase64String((string)answer["data"]!));
        Assert.StartsWith("%PDF", pdf, StringComparison.Ordinal);
        Assert.InRange(PdfPage().Count(pdf), 6, 40);
        // 210 mm by 297 mm in points of 1/72 inch.
        Match box = PdfBox().Match(pdf);
        Assert.Equal((595, 842), ((int)Math.Round(Number(box.Groups[1])), (int)Math.Round(Number(box.Groups[2]))));
        Assert.True(chromium.Ask<bool>("dispatchEvent(new Event('beforeprint')); const open = [...document.querySelectorAll('details')].every(d => d.open); dispatchEvent(new Event('afterprint')); return open && !document.querySelector('details').open"));
    }

    private static double Number(Group text) => double.Parse(text.ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    // Contrast ratio of the Web Content Accessibility Guidelines 2.1 for every element with words of its own, against the nearest painted ground.
    private const string Contrast = """
        const parse = c => c.match(/[\d.]+/g).map(Number);
        const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
        const faint = [];
        for (const e of document.body.querySelectorAll('*')) {
          if (e.closest('svg, script') || !e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
          const a = lum(parse(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) faint.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + e.textContent.slice(0, 40));
        }
        return faint.slice(0, 10);
        """;

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PdfPage();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")]
    private static partial Regex PdfBox();
}
