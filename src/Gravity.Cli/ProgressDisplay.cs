using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Gravity.Cli;

/// <summary>Progress bars on standard error, for work of some length and only where a person watches.</summary>
internal sealed class ProgressDisplay : IDisposable
{
    private readonly ConcurrentDictionary<string, (int Done, int Total)> _work = new();
    private readonly ManualResetEventSlim _finished = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly CliContext _context;
    private Task? _display;
    private volatile Tuple<string, int, int>? _step;

    public ProgressDisplay(CliContext context)
    {
        _context = context;
        if (!context.ErrorIsTerminal)
            return;
        Report = Take;
        Step = TakeStep;
    }

    /// <summary>Takes (what, done, total) from any thread; null where nobody watches.</summary>
    public Action<string, int, int>? Report { get; }

    /// <summary>Takes (step, done, total) of work in steps: one bar that bears the name of the current step, above what goes on within it.</summary>
    public Action<string, int, int>? Step { get; }

    public void Dispose()
    {
        _finished.Set();
        _display?.Wait();
        _finished.Dispose();
    }

    private void TakeStep(string what, int done, int total)
    {
        // Work within the step before is over.
        _work.Clear();
        _step = Tuple.Create(what, done, total);
        ShowAfterDelay();
    }

    private void Take(string what, int done, int total)
    {
        _work[what] = (done, total);
        ShowAfterDelay();
    }

    private void ShowAfterDelay()
    {
        if (_clock.Elapsed < _context.ProgressDelay || _display is not null)
            return;
        lock (_gate)
            _display ??= Task.Run(Show);
    }

    /// <summary>Apart, so that the console library is loaded only when there is something to show.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Show()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_context.Error),
            Ansi = _context.ErrorTakesAnsi switch { true => AnsiSupport.Yes, false => AnsiSupport.No, null => AnsiSupport.Detect },
            Interactive = _context.ErrorTakesAnsi is true ? InteractionSupport.Yes : InteractionSupport.Detect,
        });
        console.Progress().AutoClear(true).HideCompleted(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(bars =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            ProgressTask? steps = null;
            do
            {
                if (_step is (string step, int stepsDone, int stepsTotal))
                {
                    steps ??= bars.AddTask(Markup.Escape(step), maxValue: stepsTotal);
                    steps.Description = Markup.Escape(step);
                    steps.Value = stepsDone;
                }
                foreach ((string what, ProgressTask over) in tasks.Where(task => !_work.ContainsKey(task.Key)).ToArray())
                {
                    over.Value = over.MaxValue;
                    tasks.Remove(what);
                }
                foreach ((string what, (int done, int total)) in _work)
                {
                    if (tasks.TryGetValue(what, out ProgressTask? task) && task.IsFinished && done < total)
                        tasks.Remove(what);
                    if (!tasks.TryGetValue(what, out task))
                        tasks[what] = task = bars.AddTask(Markup.Escape(what), maxValue: total);
                    task.MaxValue = total;
                    task.Value = done;
                }
            }
            while (!_finished.Wait(80));
        });
    }
}
