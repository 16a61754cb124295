package org.vmcore.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmcore.archive.ArchiveName;
import org.vmcore.archive.BlockWriter;
import org.vmcore.archive.Compression;
import org.vmcore.archive.CrashFacts;
import org.vmcore.archive.FileRow;
import org.vmcore.archive.Manifest;
import org.vmcore.archive.NotWritable;
import org.vmcore.io.Fault;

/** What a worker does with dumps and shards; the transforms around it add nothing. */
final class ShardWork {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWork.class);

  private final OpenReports reports;
  private final ReportSource source;
  private final Target target;

  ShardWork(OpenReports reports, ReportSource source, Target target) {
    this.reports = reports;
    this.source = source;
    this.target = target;
  }

  /** A dump's shards, or why there are none. */
  record Planned(List<Shard> shards, String failure) {}

  /** Cuts the report of a dump. */
  @SuppressWarnings("CatchingUnchecked") // one bad dump must not end the run for the others
  Planned plan(DumpRequest request) {
    try {
      return new Planned(shards(request), "");
    } catch (RuntimeException | StackOverflowError e) {
      return new Planned(List.of(), failure(request, e));
    }
  }

  private List<Shard> shards(DumpRequest request) {
    try (OpenReports.Lease lease = reports.acquire(source, request)) {
      CrashFacts facts = lease.report().facts();
      String top = ArchiveName.of(facts, request.label());
      int of = lease.report().nrShards();
      ShardCounts.ofJvm().planned(of);
      return IntStream.range(0, of)
          .mapToObj(i -> new Shard(request, top, facts.crashTime().getEpochSecond(), i, of))
          .toList();
    }
  }

  /** Writes a shard's block to the spool; a failure becomes part of the reference. */
  @SuppressWarnings("CatchingUnchecked") // as above
  BlockRef emit(Shard shard) {
    try (OpenReports.Lease lease = reports.acquire(source, shard.request())) {
      OpenReport report = lease.report();
      if (report.nrShards() != shard.of()) {
        return new BlockRef(shard, "", "", "", planChanged(shard, report));
      }
      boolean first = shard.number() == 0;
      String crash = first ? Manifest.json(report.facts()) : "";
      String container = first ? Manifest.json(report.facts().container()) : "";
      String spool = emitted(report, shard).write(target.spoolPath(), shard).toString();
      ShardCounts.ofJvm().written();
      return new BlockRef(shard, spool, crash, container, "");
    } catch (IOException e) {
      return new BlockRef(
          shard, "", "", "", NotWritable.because(e, target.spoolPath()).getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      return new BlockRef(shard, "", "", "", failure(shard.request(), e));
    }
  }

  /** Plans are equal unless a worker ran out of time with one, as hostile memory may have it. */
  private static String planChanged(Shard shard, OpenReport report) {
    return shard.request().dump()
        + ": cut into "
        + shard.of()
        + " pieces and, by another worker, into "
        + report.nrShards()
        + "; its memory makes the report too dear to plan, leave out some files with --skip-plugins";
  }

  private static String failure(DumpRequest request, Throwable e) {
    LOG.info("{} failed", request.dump(), e);
    return e instanceof Fault ? e.getMessage() : request.dump() + ": unexpected failure: " + e;
  }

  private Spool emitted(OpenReport report, Shard shard) {
    List<FileRow> rows = new ArrayList<>();
    if (shard.number() == 0) {
      rows.addAll(report.absent());
    }
    Compression compression = target.unpacked() ? Compression.NONE : target.compression();
    BlockWriter block =
        new BlockWriter(
            compression, BlockWriter.DEFAULT_PRESET, Instant.ofEpochSecond(shard.timeSeconds()));
    report.emit(
        shard.number(),
        file -> {
          rows.add(file.row());
          if (!file.row().status().equals("ABSENT")) {
            write(block, shard.top() + "/" + file.row().path(), file);
          }
        });
    return new Spool(block.finish(), rows);
  }

  private static void write(BlockWriter block, String path, ReportFile file) {
    if (file.link() == null) {
      block.file(path, file.body());
    } else {
      block.link(path, file.link());
    }
  }
}
