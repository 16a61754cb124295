package org.vmcore.dump;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.elfcore.ElfCore;
import org.vmcore.dump.flattened.FlattenedFile;
import org.vmcore.dump.kdump.KdumpFile;
import org.vmcore.dump.kdump.SplitParts;
import org.vmcore.dump.lime.LimeFile;
import org.vmcore.dump.s390.StandaloneDump;
import org.vmcore.dump.vmware.VmwareState;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/** Opens dumps of any known container, told by their content. */
public final class Dumps {
  private static final int START_BYTES = 1 << 16;
  private static final int MIN_BYTES = 4096;

  private Dumps() {}

  /**
   * @param files the dump, or all parts of a split dump in any order, or state and memory of a
   *     virtual machine; of one file alone what belongs to it is looked for beside it
   * @throws org.vmcore.io.UnreadableFile when a file cannot be read
   * @throws Unsupported when it is no dump, or of a kind that cannot be read
   */
  public static Dump open(List<Path> files, Opening how) {
    List<ByteSource> sources = new ArrayList<>();
    try {
      for (Path file : files) {
        sources.add(FileSource.open(file));
      }
      if (sources.size() == 1) {
        Path only = files.get(0);
        sources.addAll(SplitParts.beside(only, sources.get(0)));
        VmwareState.otherFile(only, sources.get(0)).ifPresent(sources::add);
      }
      return of(sources, how);
    } catch (Fault fault) {
      sources.forEach(ByteSource::close);
      throw fault;
    }
  }

  /** As above, by content and strictly. */
  public static Dump open(List<Path> files) {
    return open(files, Opening.DEFAULT);
  }

  /** As above, from sources that the dump closes with itself. */
  public static Dump of(List<ByteSource> files) {
    return of(files, Opening.DEFAULT);
  }

  /** As above, from sources that the dump closes with itself. */
  public static Dump of(List<ByteSource> files, Opening how) {
    Dump dump =
        how.policy().over(container(files.stream().map(Dumps::unflattened).toList(), how.raw()));
    return how.vmcoreInfo().isPresent() ? DescribedDump.given(dump, how.vmcoreInfo().get()) : dump;
  }

  private static Dump container(List<ByteSource> files, RawMemory raw) {
    ByteSource first = files.get(0);
    if (KdumpFile.isKdump(first)) {
      return KdumpFile.open(files);
    }
    Optional<ByteSource> state = files.stream().filter(VmwareState::isVmwareState).findFirst();
    if (state.isPresent()) {
      return VmwareState.open(state.get(), files.stream().filter(f -> f != state.get()).toList());
    }
    if (files.size() > 1) {
      throw new Unsupported(
          "is of a kind that does not come in parts", first.name(), "give one file alone");
    }
    if (ElfFile.isElf(first)) {
      return ElfCore.open(first);
    }
    if (LimeFile.isLime(first)) {
      return LimeFile.open(first);
    }
    if (StandaloneDump.isStandaloneDump(first)) {
      return StandaloneDump.open(first);
    }
    return raw.of(first).orElseThrow(() -> stranger(first));
  }

  private static Unsupported stranger(ByteSource file) {
    byte[] start = file.read(0, (int) Math.min(START_BYTES, file.sizeBytes()));
    Optional<Stranger> known = Stranger.of(start);
    if (known.isPresent()) {
      return new Unsupported(known.get().what(), file.name(), known.get().remedy());
    }
    String what = "is not a known kind of kernel dump";
    if (isText(start)) {
      what = "is a text file, not a kernel dump";
    } else if (isZero(start)) {
      what = "holds zeros where a dump has its header";
    } else if (start.length < MIN_BYTES) {
      what = "was cut off after " + start.length + " bytes, or never was a kernel dump";
    }
    return new Unsupported(
        what,
        file.name(),
        "give a vmcore as kdump or makedumpfile writes it; add --raw if it is memory alone");
  }

  private static ByteSource unflattened(ByteSource file) {
    return FlattenedFile.isFlattened(file) ? FlattenedFile.open(file) : file;
  }

  private static boolean isZero(byte[] start) {
    for (byte b : start) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] start) {
    for (int i = 0; i < Math.min(start.length, 32); i++) {
      byte b = start[i];
      if ((b < ' ' || b == 0x7f) && b != '\n' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
