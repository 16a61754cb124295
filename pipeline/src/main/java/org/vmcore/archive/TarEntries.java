package org.vmcore.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes tar entries that are the same on every machine: owner root, one time for all, long names
 * and large numbers the POSIX way. Fragments follow each other in the archive; only the last one
 * carries the end mark.
 */
final class TarEntries {
  /**
   * What a file holds.
   *
   * @param writer writes so many bytes
   */
  record Body(long sizeBytes, Writer writer) {}

  /** Writes a text. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final int FILE_MODE = 0100644;
  private static final int FOLDER_MODE = 040755;
  private static final int LINK_MODE = 0120777;

  private final TarArchiveOutputStream tar;
  private final long timeMs;

  /**
   * @param out receives whole records of 512 bytes
   * @param time modification time of every entry
   */
  TarEntries(OutputStream out, Instant time) {
    tar =
        new TarArchiveOutputStream(
            out, TarConstants.DEFAULT_RCDSIZE, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    timeMs = time.toEpochMilli();
  }

  void file(String path, byte[] body) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, FILE_MODE);
    entry.setSize(body.length);
    put(entry, body);
  }

  /** A file whose text is known piece by piece. */
  void file(String path, Body body) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, FILE_MODE);
    entry.setSize(body.sizeBytes());
    put(entry, body);
  }

  void folder(String path) {
    put(entry(path + "/", TarConstants.LF_DIR, FOLDER_MODE), new byte[0]);
  }

  /** A symbolic link; {@code target} is kept as it is. */
  void link(String path, String target) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, LINK_MODE);
    entry.setLinkName(target);
    put(entry, new byte[0]);
  }

  /** Ends a fragment: nothing is held back, no end mark is written. */
  void flush() {
    try {
      tar.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the archive. */
  void end() {
    try {
      tar.finish();
      tar.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TarArchiveEntry entry(String path, byte kind, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind);
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(timeMs);
    return entry;
  }

  private void put(TarArchiveEntry entry, byte[] body) {
    put(entry, new Body(body.length, out -> out.write(body)));
  }

  private void put(TarArchiveEntry entry, Body body) {
    try {
      tar.putArchiveEntry(entry);
      body.writer().writeTo(tar);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
