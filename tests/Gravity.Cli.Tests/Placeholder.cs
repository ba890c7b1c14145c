namespace Gravity.Cli.Tests; public class PlaceholderTest { [Fact] public void Runs() => Assert.Equal(2, 1 + 1); }
