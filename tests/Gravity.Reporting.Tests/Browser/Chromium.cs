using System.Globalization;
using System.Text.Json;
using Gravity.Reporting.Tests.Html;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Gravity.Reporting.Tests.Browser;

/// <summary>One headless Chromium with the report of a small study, opened from a file; absent where the machine has no Chromium.</summary>
public sealed class Chromium : IDisposable
{
    private const string Absent = "no chromium and chromedriver on this machine (Debian: apt-get install chromium chromium-driver)";
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string[] Drivers = ["/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver"];
    private readonly string folder = Directory.CreateTempSubdirectory("report-browser").FullName;
    private readonly ChromeDriver? driver;
    private readonly ChromeDriverService? service;

    public Chromium()
    {
        string? browser = Browsers.FirstOrDefault(File.Exists), program = Drivers.FirstOrDefault(File.Exists);
        File.WriteAllText(Path.Combine(folder, "report.html"), WithValues(ReportPages.English));
        if (browser is null || program is null) return;
        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--window-size=1280,900", "--user-data-dir=" + Path.Combine(folder, "profile"));
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference("performance", LogLevel.All);
        service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(program)!, Path.GetFileName(program));
        service.SuppressInitialDiagnosticInformation = true;
        driver = new ChromeDriver(service, options, TimeSpan.FromMinutes(2));
    }

    /// <summary>The page's address.</summary>
    public string Address => new Uri(Path.Combine(folder, "report.html")).AbsoluteUri;

    /// <summary>The browser, with the page freshly loaded in a light window of a desk; the test is skipped where there is none.</summary>
    public ChromeDriver Open(int width = 1280, string scheme = "light")
    {
        Assert.SkipWhen(driver is null, Absent);
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
        {
            ["media"] = "screen",
            ["features"] = new object[] { Feature("prefers-color-scheme", scheme), Feature("prefers-reduced-motion", "reduce") },
        });
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?>
        {
            ["width"] = width,
            ["height"] = 900,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = false,
        });
        driver.Navigate().GoToUrl(Address);
        return driver;
    }

    /// <summary>What a script returns.</summary>
    public T Ask<T>(string script, params object[] arguments) => (T)driver!.ExecuteScript(script, arguments)!;

    /// <summary>Texts that a script returns.</summary>
    public string[] Texts(string script, params object[] arguments) =>
        [.. ((IEnumerable<object?>)driver!.ExecuteScript(script, arguments)!).Select(text => Convert.ToString(text, CultureInfo.InvariantCulture)!)];

    /// <summary>Addresses asked of the network since the browser was started or asked before.</summary>
    public string[] Requests() =>
    [
        .. driver!.Manage().Logs.GetLog("performance").Select(entry => JsonDocument.Parse(entry.Message).RootElement.GetProperty("message"))
            .Where(message => message.GetProperty("method").GetString() == "Network.requestWillBeSent")
            .Select(message => message.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!),
    ];

    /// <summary>The page with values for a pointer in its first chart, whether or not the kind of chart has any.</summary>
    private static string WithValues(string page)
    {
        int end = page.IndexOf("</svg>", page.IndexOf("<figure", StringComparison.Ordinal), StringComparison.Ordinal);
        return page.Insert(end, """
            <g class="spots" fill="none" pointer-events="all"><rect x="200" y="100" width="60" height="30"><title>Alpha: 0.51</title></rect><rect x="300" y="200" width="60" height="30"><title>Beta: 0.62</title></rect></g>
            """);
    }

    private static Dictionary<string, object?> Feature(string name, string value) => new() { ["name"] = name, ["value"] = value };

    public void Dispose()
    {
        driver?.Quit();
        driver?.Dispose();
        service?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
