package org.vmcore.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.archive.ArchiveFolder;
import org.vmcore.archive.ArchiveWriter;
import org.vmcore.archive.Compression;
import org.vmcore.archive.Manifest;
import org.vmcore.archive.NotWritable;

/** Joins the blocks of one dump. */
final class ArchiveWork {
  private final Target target;

  ArchiveWork(Target target) {
    this.target = target;
  }

  /**
   * Writes the archive, or says why not.
   *
   * @param blocks all of one dump, in any order; walked once
   */
  DumpResult write(Iterable<BlockRef> blocks) {
    List<BlockRef> ordered = new ArrayList<>();
    blocks.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(ref -> ref.shard().number()));
    DumpRequest request = ordered.get(0).shard().request();
    for (BlockRef ref : ordered) {
      if (!ref.failure().isEmpty()) {
        return DumpResult.failed(request, ref.failure());
      }
    }
    if (!isComplete(ordered)) {
      return DumpResult.failed(
          request, request.dump() + ": pieces of the report were lost on the way; run it again");
    }
    try {
      return written(ordered);
    } catch (IOException e) {
      return DumpResult.failed(request, NotWritable.because(e, target.folderPath()).getMessage());
    }
  }

  /** Each shard once, none missing: an engine that repeats work must not show in the archive. */
  private static boolean isComplete(List<BlockRef> ordered) {
    for (int i = 0; i < ordered.size(); i++) {
      if (ordered.get(i).shard().number() != i) {
        return false;
      }
    }
    return ordered.size() == ordered.get(0).shard().of();
  }

  private DumpResult written(List<BlockRef> ordered) throws IOException {
    Shard first = ordered.get(0).shard();
    Instant time = Instant.ofEpochSecond(first.timeSeconds());
    Path folder = target.unpacked() ? target.spoolPath() : target.folderPath();
    Compression compression = target.unpacked() ? Compression.NONE : target.compression();
    ArchiveWriter.Finished finished;
    try (ArchiveWriter archive =
        new ArchiveWriter(folder, first.top(), compression, time, target.version())) {
      for (BlockRef ref : ordered) {
        Spool spool = Spool.read(Path.of(ref.spool()));
        archive.append(spool.block(), spool.rows());
      }
      finished = archive.finish(ordered.get(0).crash());
    }
    Path result = finished.path();
    if (target.unpacked()) {
      result = ArchiveFolder.unpack(result, target.folderPath(), first.top());
    }
    return new DumpResult(
        first.request(),
        result.toString(),
        finished.sizeBytes(),
        finished.sha256(),
        finished.counts(),
        Manifest.warnings(ordered.get(0).crash()),
        ordered.get(0).container(),
        "");
  }
}
