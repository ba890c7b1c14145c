using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Gravity.Cli;

/// <summary>Progress bars on standard error, for work of some length and only where a person watches.</summary>
internal sealed class ProgressDisplay : IDisposable
{
    /// <summary>Work shorter than this needs no bar.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, (int Done, int Total)> _work = new();
    private readonly ManualResetEventSlim _finished = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly CliContext _context;
    private Task? _display;

    public ProgressDisplay(CliContext context)
    {
        _context = context;
        Report = context.ErrorIsTerminal ? Take : null;
    }

    /// <summary>Takes (what, done, total) from any thread; null where nobody watches.</summary>
    public Action<string, int, int>? Report { get; }

    public void Dispose()
    {
        _finished.Set();
        _display?.Wait();
        _finished.Dispose();
    }

    private void Take(string what, int done, int total)
    {
        _work[what] = (done, total);
        if (_clock.Elapsed < Delay || _display is not null)
            return;
        lock (_gate)
            _display ??= Task.Run(Show);
    }

    /// <summary>Apart, so that the console library is loaded only when there is something to show.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Show()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_context.Error) });
        console.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(bars =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            do
            {
                foreach ((string what, (int done, int total)) in _work)
                {
                    if (!tasks.TryGetValue(what, out ProgressTask? task))
                        tasks[what] = task = bars.AddTask(Markup.Escape(what), maxValue: total);
                    task.MaxValue = total;
                    task.Value = done;
                }
            }
            while (!_finished.Wait(80));
        });
    }
}
