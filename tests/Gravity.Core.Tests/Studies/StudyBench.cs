using System.Globalization;
using System.Text;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>Studies to test with: the shipped one, and small ones in a folder of their own.</summary>
internal sealed class StudyBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gravity-study-").FullName;

    /// <summary>A file of a shipped study.</summary>
    public static string Shipped(string file, string study = "zhejiang-cee")
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Gravity.sln")))
            root = Path.GetDirectoryName(root);
        return Path.Combine(root ?? throw new InvalidOperationException("no Gravity.sln above the tests"), "data", study, file);
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        return path;
    }

    public Study Read(string yaml) => StudyFile.Read(Write("study.yaml", yaml));

    /// <summary>A panel drawn from y = 1 + 0.7 x + 0.5 g_t − 0.4 d_i + v − exp(−η(t − T))·u_i, u half-normal.</summary>
    public string Panel(string name = "panel.csv", double eta = 0, int units = 25, int periods = 8, double noise = 0.15, double spread = 0.6, long seed = 11)
    {
        var random = new RandomSource(seed, 0);
        var text = new StringBuilder("id,name,year,flow,x,g,d,z,flag\n");
        for (int i = 0; i < units; i++)
        {
            double u = spread * Math.Abs(random.NextNormal()), d = random.NextNormal(), z = random.NextNormal();
            for (int t = 0; t < periods; t++)
            {
                double x = random.NextNormal(), g = 0.3 * t + Math.Sin(t);
                double y = 1 + 0.7 * x + 0.5 * g - 0.4 * d + noise * random.NextNormal() - Math.Exp(-eta * (t - periods + 1)) * u;
                text.Append(CultureInfo.InvariantCulture, $"U{i:00},Unit {i},{2000 + t},{Math.Exp(y):R},{x:R},{g:R},{d:R},{z + 0.1 * t:R},{(t == 3 && i == 4 ? "odd" : "")}\n");
            }
        }
        return Write(name, text.ToString());
    }

    public static string Data => "data: { file: panel.csv, unit: id, time: year, label: name }\n";

    /// <summary>The position in an error and its code.</summary>
    public static (string Code, string Message) Error(Action action)
    {
        UsageException error = Assert.Throws<UsageException>(action);
        return (error.Code, error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
