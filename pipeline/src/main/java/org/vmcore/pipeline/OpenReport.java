package org.vmcore.pipeline;

import java.util.List;
import java.util.function.Consumer;
import org.vmcore.archive.CrashFacts;
import org.vmcore.archive.FileRow;

/** The report of one dump that is open: what it consists of, and its files. Thread-safe. */
public interface OpenReport extends AutoCloseable {
  CrashFacts facts();

  /** Files that this kernel does not have. */
  List<FileRow> absent();

  /** Into how many shards the files are cut, at least one; the same wherever the dump is opened. */
  int nrShards();

  /** Writes the files of one shard in their order. */
  void emit(int shard, Consumer<ReportFile> files);

  @Override
  void close();
}
