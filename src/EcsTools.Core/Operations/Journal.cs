using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Model;

using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace EcsTools.Core.Operations;

/// <summary>
/// The record, on disk, of operations that were sent: one file each, written and flushed before anything is sent, replaced
/// atomically. One open operation per server, across processes, by a locked file.
/// </summary>
public sealed class Journal
{
    private static readonly JsonSerializerSettings Format = new()
    {
        Formatting = Formatting.Indented,
        NullValueHandling = NullValueHandling.Ignore,
        Converters = { new StringEnumConverter() },
        DateParseHandling = DateParseHandling.DateTimeOffset,
        MaxDepth = 16,
    };

    private readonly string _folder;

    private Journal(string folder) => _folder = folder;

    /// <summary>Opens the journal, making its folder (0700) if needed.</summary>
    /// <param name="path">Its folder; null for <c>ECSTOOLS_STATE</c> or the user's own state folder.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>: without a journal nothing is sent.</exception>
    public static Journal Open(string? path = null)
    {
        string folder = path ?? Environment.GetEnvironmentVariable("ECSTOOLS_STATE") switch
        {
            { Length: > 0 } state => Path.Combine(state, "journal"),
            _ => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "EcsTools", "journal"),
        };
        try
        {
            Directory.CreateDirectory(folder);
            FileModes.MakePrivateFolder(folder);
            return new Journal(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unavailable(folder, error);
        }
    }

    /// <summary>Claims a server for one operation.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <param name="instanceId">The server.</param>
    /// <returns>Dispose it to release the claim.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationInProgress"/> if another process or command holds it.</exception>
    internal IDisposable Claim(string accountKey, string instanceId)
    {
        string file = Path.Combine(_folder, FileKey(accountKey + "/" + instanceId) + ".lock");
        try
        {
            FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            FileModes.MakePrivateFile(file);
            return stream;
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new EcsException(EcsErrorId.OperationInProgress, $"Another operation on {instanceId} is under way on this machine.")
            {
                InstanceId = instanceId,
                RecommendedAction = "Wait until it has ended.",
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(_folder, error);
        }
    }

    /// <summary>Writes an entry and flushes it to the disk.</summary>
    /// <param name="entry">The entry.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    internal void Write(JournalEntry entry)
    {
        string file = Path.Combine(_folder, entry.OperationId + ".json");
        string temporary = file + ".new";
        try
        {
            byte[] bytes = new UTF8Encoding(false).GetBytes(JsonConvert.SerializeObject(entry, Format));
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                FileModes.MakePrivateFile(temporary);
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(flushToDisk: true);
            }

            if (File.Exists(file))
            {
                File.Replace(temporary, file, null);
            }
            else
            {
                File.Move(temporary, file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(_folder, error);
        }
    }

    /// <summary>Reads all entries.</summary>
    /// <returns>The entries, newest first; a file that cannot be read is left out here and reported by its own instance.</returns>
    internal IReadOnlyList<JournalEntry> ReadAll() =>
        [.. Directory.EnumerateFiles(_folder, "*.json").Select(TryRead).OfType<JournalEntry>().OrderByDescending(e => e.StartedAt)];

    private static JournalEntry? TryRead(string file)
    {
        try
        {
            JournalEntry? entry = JsonConvert.DeserializeObject<JournalEntry>(File.ReadAllText(file), Format);
            return entry is { Schema: <= JournalEntry.CurrentSchema } ? entry : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            ActivityLog.Current.Warning($"The journal file {Path.GetFileName(file)} cannot be read: {error.Message}");
            return null;
        }
    }

    private static EcsException Unavailable(string folder, Exception error) => new(
        EcsErrorId.JournalUnavailable, $"The journal in {folder} cannot be written: {error.Message}", error)
    {
        RecommendedAction = "Give a folder that you may write to in the environment variable ECSTOOLS_STATE. Without a journal nothing is sent.",
        WasNotCarriedOut = true,
    };

    private static string FileKey(string text)
    {
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text)), 0, 12).Replace("-", "").ToLowerInvariant();
    }

    private static class FileModes
    {
        public static void MakePrivateFolder(string path) => Change(path, 0x1C0); // 0700

        public static void MakePrivateFile(string path) => Change(path, 0x180); // 0600

        private static void Change(string path, uint mode)
        {
            // On Windows the user's own state folder already has an ACL of the user's own.
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && chmod(path, mode) != 0)
            {
                throw new IOException($"The mode of {path} cannot be changed (errno {Marshal.GetLastWin32Error()}).");
            }
        }

        [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        private static extern int chmod(string path, uint mode);
    }
}
