using System.Globalization;
using System.Text;
using System.Text.Json;
using Gravity.Cli;
using Gravity.Cli.Host;

// Command lines one after another in one process, each in its own folder: a line of JSON in, a line of JSON out.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var requests = new StreamReader(Console.OpenStandardInput(), utf8);
using var answers = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
while (requests.ReadLine() is { } line)
{
    HostRequest request = JsonSerializer.Deserialize<HostRequest>(line)!;
    Directory.SetCurrentDirectory(request.Folder);
    using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
    using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
    int code = Application.Run(request.Arguments, new CliContext { Output = output, Error = error });
    answers.WriteLine(JsonSerializer.Serialize(new HostAnswer(code, output.ToString(), error.ToString())));
}
