using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>A place on the sphere in degrees.</summary>
internal readonly record struct LonLat(double Lon, double Lat);

/// <summary>A country's outline: polygons of rings of arcs; <c>~n</c> is arc n backwards. The first ring of a polygon is its coast, the others are holes.</summary>
/// <param name="Iso3">The alpha-3 code; empty for areas without one.</param>
/// <param name="Name">Natural Earth's name.</param>
/// <param name="Polygons">The polygons.</param>
internal sealed record CountryOutline(string Iso3, string Name, IReadOnlyList<IReadOnlyList<int[]>> Polygons);

/// <summary>The outlines of the world's countries but Antarctica: Natural Earth 1:50m, public domain, by way of world-atlas (LICENSE-outlines.txt).</summary>
/// <remarks>Neighbours share the arcs of their border, so that what simplifies an arc leaves no gap. <c>eng/convert-outlines.py</c> makes the file and
/// describes it.</remarks>
internal sealed class WorldOutlines
{
    private static readonly Lazy<WorldOutlines> Shared = new(Read);

    private WorldOutlines(LonLat[][] arcs, IReadOnlyList<CountryOutline> countries)
    {
        (Arcs, Countries) = (arcs, countries);
        Find = countries.Where(country => country.Iso3.Length > 0).GroupBy(country => country.Iso3)
            .ToDictionary(same => same.Key, same => same.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The outlines, read once.</summary>
    public static WorldOutlines Instance => Shared.Value;

    /// <summary>Lines between two places where borders meet, or closed ones.</summary>
    public LonLat[][] Arcs { get; }

    /// <summary>Every outline.</summary>
    public IReadOnlyList<CountryOutline> Countries { get; }

    /// <summary>Outlines by alpha-3 code; more than one where Natural Earth lists a dependency apart.</summary>
    public IReadOnlyDictionary<string, CountryOutline[]> Find { get; }

    private static WorldOutlines Read()
    {
        const string Resource = "Gravity.Reporting.Charts.Maps.outlines.bin.gz";
        using Stream stream = typeof(WorldOutlines).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the outlines '{Resource}' are not in the assembly");
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        var reader = new Numbers(unpacked.ToArray());
        double[] scale = [reader.Double(), reader.Double(), reader.Double(), reader.Double()];
        var arcs = new LonLat[reader.Unsigned()][];
        for (int i = 0; i < arcs.Length; i++)
        {
            arcs[i] = new LonLat[reader.Unsigned()];
            (int x, int y) = (0, 0);
            for (int k = 0; k < arcs[i].Length; k++)
            {
                x += reader.Signed();
                y += reader.Signed();
                arcs[i][k] = new LonLat(x * scale[0] + scale[2], y * scale[1] + scale[3]);
            }
        }

        var countries = new CountryOutline[reader.Unsigned()];
        for (int i = 0; i < countries.Length; i++)
        {
            (string code, string name) = (reader.Text(), reader.Text());
            var polygons = new IReadOnlyList<int[]>[reader.Unsigned()];
            for (int p = 0; p < polygons.Length; p++)
            {
                var rings = new int[reader.Unsigned()][];
                for (int r = 0; r < rings.Length; r++)
                {
                    rings[r] = new int[reader.Unsigned()];
                    for (int a = 0; a < rings[r].Length; a++)
                        rings[r][a] = reader.Signed();
                }

                polygons[p] = rings;
            }

            countries[i] = new CountryOutline(code, name, polygons);
        }

        return new WorldOutlines(arcs, countries);
    }

    /// <summary>The file's numbers: LEB128, zigzag for signed ones.</summary>
    private sealed class Numbers(byte[] bytes)
    {
        private int at;

        public double Double()
        {
            at += sizeof(double);
            return BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at - sizeof(double)));
        }

        public int Unsigned()
        {
            int value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = bytes[at++];
                value |= (next & 0x7F) << shift;
                if (next < 0x80) return value;
            }
        }

        public int Signed()
        {
            int value = Unsigned();
            return (value >> 1) ^ -(value & 1);
        }

        public string Text()
        {
            int length = Unsigned();
            at += length;
            return Encoding.UTF8.GetString(bytes, at - length, length);
        }
    }
}
