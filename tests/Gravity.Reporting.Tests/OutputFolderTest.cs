using System.Text;
using Gravity.Core;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests;

public sealed class OutputFolderTest : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("gravity-output-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Nothing_is_in_place_before_the_commit_and_all_after_it()
    {
        string path = Path.Combine(root, "new");
        using var folder = new OutputFolder(path);
        string table = new CsvTableWriter().Stage(Tables.Samples.Potential(), folder, "tables");
        folder.Stage("b.txt", stream => stream.Write("two"u8));
        Assert.Equal("tables/potential.csv", table);
        Assert.False(File.Exists(Path.Combine(path, "b.txt")));
        Assert.Equal(["tables/potential.csv", "b.txt"], folder.Commit());
        Assert.Equal("two", File.ReadAllText(Path.Combine(path, "b.txt")));
        // No byte order mark, and no temporary file left.
        Assert.Equal((byte)'g', File.ReadAllBytes(Path.Combine(path, table))[0]);
        Assert.Equal(2, Directory.GetFiles(path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Without_a_commit_earlier_files_stay_and_nothing_is_left()
    {
        string file = Path.Combine(root, "a.txt");
        File.WriteAllText(file, "earlier");
        using (var folder = new OutputFolder(root))
            folder.Stage("a.txt", stream => stream.Write("later"u8));
        Assert.Equal("earlier", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(root));
    }

    [Fact]
    public void A_writer_that_fails_half_way_leaves_nothing()
    {
        string file = Path.Combine(root, "a.txt");
        File.WriteAllText(file, "earlier");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(file, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("earlier", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(root));
    }

    [Fact]
    public void A_name_staged_twice_keeps_the_later()
    {
        using var folder = new OutputFolder(root);
        folder.Stage("a.txt", stream => stream.Write("1"u8));
        folder.Stage("a.txt", stream => stream.Write("2"u8));
        Assert.Equal(["a.txt"], folder.Commit());
        Assert.Equal("2", File.ReadAllText(Path.Combine(root, "a.txt"), Encoding.UTF8));
        Assert.Single(Directory.GetFiles(root));
    }

    [Theory]
    [InlineData("../a.txt")]
    [InlineData("x/../../a.txt")]
    [InlineData("/tmp/a.txt")]
    public void A_name_outside_the_folder_is_refused(string name)
    {
        using var folder = new OutputFolder(Path.Combine(root, "inner"));
        Assert.Equal("output-outside-folder", Assert.Throws<UsageException>(() => folder.Stage(name, _ => { })).Code);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_usage_error()
    {
        string file = Path.Combine(root, "a.txt");
        File.WriteAllText(file, "a file where a folder is wanted");
        var error = Assert.Throws<UsageException>(() => AtomicFile.Write(Path.Combine(file, "b.txt"), _ => { }));
        Assert.Equal("output-not-writable", error.Code);
        Assert.Contains("--output", error.Message, StringComparison.Ordinal);
    }
}
