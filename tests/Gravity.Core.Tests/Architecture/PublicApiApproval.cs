using System.Reflection;
using PublicApiGenerator;

namespace Gravity.Tests.Architecture;

/// <summary>Holds the public surface of an assembly against a file in the repository.</summary>
internal static class PublicApiApproval
{
    /// <summary>Set to 1, a test run writes the verified file instead of comparing with it.</summary>
    public const string AcceptVariable = "GRAVITY_ACCEPT_API";

    public static void Verify(Assembly assembly, string verifiedPath)
    {
        string surface = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        string verified = Path.Combine(RepositoryFiles.Root, verifiedPath);
        string received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(verified, surface);
            File.Delete(received);
            return;
        }
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == surface)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, surface);
        string[] before = expected.Split('\n'), now = surface.Split('\n');
        IEnumerable<string> changes = before.Except(now).Select(line => $"- {line.Trim()}").Concat(now.Except(before).Select(line => $"+ {line.Trim()}")).Take(40);
        Assert.Fail(
            $"the public surface of {assembly.GetName().Name} has changed:\n{string.Join('\n', changes)}\n"
            + $"Compare {received} with {verifiedPath}; if the change is meant, run the test with {AcceptVariable}=1, commit the file and name the change in CHANGELOG.md.");
    }
}
