package org.vmcore.emit;

import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;

/** A finished file of the report. */
public final class EmittedFile {
  private final String path;
  private final String emitter;
  private final Outcome outcome;
  private final byte[] bytes;
  private final String linkTarget;
  private final long nrReads;
  private final long nrFaults;
  private final List<String> faults;
  private final long nrZeroed;
  private final long durationNs;

  EmittedFile(
      String path,
      String emitter,
      Outcome outcome,
      byte[] bytes,
      String linkTarget,
      long nrReads,
      long nrFaults,
      List<MemoryFault> faults,
      long nrZeroed,
      long durationNs) {
    this.path = path;
    this.emitter = emitter;
    this.outcome = outcome;
    this.bytes = bytes;
    this.linkTarget = linkTarget;
    this.nrReads = nrReads;
    this.nrFaults = nrFaults;
    this.faults = faults.stream().map(MemoryFault::what).distinct().toList();
    this.nrZeroed = nrZeroed;
    this.durationNs = durationNs;
  }

  /** Path in the archive. */
  public String path() {
    return path;
  }

  /** Which emitter made it: {@code Uptime.uptime}. */
  public String emitter() {
    return emitter;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The file's text; empty for links and absent files. The array is the file's own. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a symbolic link points to. */
  public Optional<String> linkTarget() {
    return Optional.ofNullable(linkTarget);
  }

  /** Reads of kernel memory that it took. */
  public long nrReads() {
    return nrReads;
  }

  /** Reads that failed, those included that the emitter could do without. */
  public long nrFaults() {
    return nrFaults;
  }

  /** The first few of the failed reads, in words. */
  public List<String> faults() {
    return faults;
  }

  /** Reads that got zeros, because the dump may have left out zeros or anything else there. */
  public long nrZeroed() {
    return nrZeroed;
  }

  /** How long it took; never part of the archive. */
  public long durationNs() {
    return durationNs;
  }
}
