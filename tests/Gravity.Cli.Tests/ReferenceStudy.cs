namespace Gravity.Cli.Tests;

/// <summary>The shipped panel.</summary>
internal static class ReferenceStudy
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    public static string Panel { get; } = Path.Combine(Root, "data", "zhejiang-cee", "panel.csv");

    public static string[] Fit(string model) =>
    [
        "fit", Panel, "--formula",
        "ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km) + landlocked",
        "--model", model, "--unit", "iso3", "--time", "year", "--where", "year >= 2007 && iso3 != \"GRC\"",
    ];

    /// <summary>Copies the shipped data under a folder, where commands of the documentation find them.</summary>
    public static void CopyTo(string folder)
    {
        Copy(Path.Combine("data", "zhejiang-cee"), "*", folder);
        Copy(Path.Combine("data", "simulated-zeros"), "*", folder);
        Copy(Path.Combine("data", "china-world"), "*", folder);
        Copy(Path.Combine("data", "examples"), "*", folder);
        Copy(Path.Combine("tests", "Gravity.Core.Tests", "Reference", "simulated"), "*.csv", folder);
        // The user's files of the first hour lie in the folder itself, where a user would have them.
        foreach (string file in Directory.GetFiles(Path.Combine(Root, "tests", "Gravity.Cli.Tests", "FirstHour")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static void Copy(string part, string pattern, string folder)
    {
        string target = Path.Combine(folder, part);
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(Path.Combine(Root, part), pattern))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Gravity.sln")))
                return folder.FullName;
        throw new InvalidOperationException("the tests run inside a checkout");
    }
}
