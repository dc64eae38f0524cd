using System.Management.Automation;

using EcsTools.Shell.Hosting;

using Xunit;

namespace EcsTools.Tests.Shell;

public sealed class ProgressPaneTests
{
    private readonly ProgressPane _pane = new();

    [Fact]
    public void Each_activity_has_one_line_that_is_redrawn_in_place()
    {
        _pane.Update(1, new ProgressRecord(1, "Stopping", "web-01") { PercentComplete = 10 });
        _pane.Update(1, new ProgressRecord(2, "Starting", "db-01"));
        string first = _pane.Draw(80);
        _pane.Update(1, new ProgressRecord(1, "Stopping", "web-01") { PercentComplete = 20 });

        Assert.Equal("Stopping: web-01 10%\r\nStarting: db-01\r\n", first);
        Assert.Equal("\e[2A\e[JStopping: web-01 20%\r\nStarting: db-01\r\n", _pane.Draw(80));
        Assert.Equal("\e[2A\e[J", _pane.Erase());
        Assert.Equal("", _pane.Erase());
    }

    [Fact]
    public void Only_what_changes_must_be_drawn()
    {
        Assert.True(_pane.Update(1, new ProgressRecord(1, "Stopping", "web-01")));
        Assert.False(_pane.Update(1, new ProgressRecord(1, "Stopping", "web-01")));
        Assert.True(_pane.Update(2, new ProgressRecord(1, "Stopping", "web-01")));
        Assert.True(_pane.Update(1, new ProgressRecord(1, "Stopping", "web-01") { RecordType = ProgressRecordType.Completed }));
        Assert.False(_pane.Update(1, new ProgressRecord(1, "Stopping", "web-01") { RecordType = ProgressRecordType.Completed }));
        Assert.Equal("Stopping: web-01\r\n", _pane.Draw(80));
    }

    [Fact]
    public void A_line_never_wraps_and_a_name_never_moves_the_cursor()
    {
        _pane.Update(1, new ProgressRecord(1, "重装系统", "\e[2Jx"));

        Assert.Equal("重装系\r\n", _pane.Draw(8));
        Assert.Equal("\e[1A\e[J重装系统:  [2Jx\r\n", _pane.Draw(80));
    }
}
