using BenchmarkDotNet.Attributes;
using Gravity.Core.Studies;

namespace Gravity.Benchmarks;

/// <summary>The reference study: reading, models, tests, potential with 2,000 draws, robustness, findings; without tables and charts.</summary>
public class StudyBenchmarks
{
    private string _file = "";

    [GlobalSetup]
    public void Setup()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gravity.sln")))
            folder = folder.Parent;
        string root = folder?.FullName ?? throw new InvalidOperationException("run the benchmarks from a checkout");
        _file = Path.Combine(root, "data", "zhejiang-cee", "study.yaml");
    }

    [Benchmark(Description = "data/zhejiang-cee/study.yaml, numbers only")]
    public StudyResult ReferenceStudy() => StudyRunner.Run(StudyFile.Read(_file));
}
