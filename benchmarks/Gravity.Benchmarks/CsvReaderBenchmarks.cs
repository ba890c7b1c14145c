using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Benchmarks;

/// <summary>A CSV file of a million rows and ten columns (a code, a year, eight numbers of up to 17 digits), from memory.</summary>
public class CsvReaderBenchmarks
{
    private byte[] _file = [];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource random = new(20_240_604);
        var text = new StringBuilder("iso3,year,x1,x2,x3,x4,x5,x6,x7,x8\n");
        for (int i = 0; i < 1_000_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"U{i / 20:00000},{2000 + i % 20}");
            for (int j = 0; j < 8; j++)
                text.Append(CultureInfo.InvariantCulture, $",{random.NextNormal()}");
            text.Append('\n');
        }
        _file = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Description = "read CSV, 1,000,000 rows × 10 columns")]
    public TradePanel Read() => CsvPanelReader.Read(new MemoryStream(_file, writable: false), "synthetic.csv");
}
