package org.vmcore.dump.vmware;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.RangedDump;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.FileSource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * A machine that VMware suspended ({@code .vmss}) or took a snapshot of ({@code .vmsn}). No
 * vendor's document defines the format; crash's {@code vmware_vmss.c} reads it too. All numbers
 * little-endian.
 *
 * <pre>
 *    0  magic, version, number of groups   u32 each
 *   12  groups: name char[64], position u64, size u64
 * </pre>
 *
 * A group is a list of {@link StateTag}s. Of these, {@code memory} tells where memory is and {@code
 * cpu} the registers.
 */
public final class VmwareState {
  private static final Set<Integer> MAGICS = Set.of(0xbed2bed2, 0xbed3bed3, 0xbad1bad1, 0xbad2bad2);
  private static final String MEMORY = ".vmem";
  private static final List<String> STATES = List.of(".vmss", ".vmsn");
  private static final int HEADER_BYTES = 12;
  private static final int GROUP_BYTES = 80;
  private static final int MAX_GROUPS = 4096;
  private static final int MAX_TAGS = 10_000_000;
  private static final int MAX_REGIONS = 64;
  private static final int PAGE_BYTES = 4096;
  private static final long MAX_PAGES = 1L << 40;

  private final ByteSource source;
  private final VmwareRegisters registers = new VmwareRegisters();
  private final Map<Integer, long[]> regions = new TreeMap<>();
  private StateTag memory;
  private long nrRegions;

  private VmwareState(ByteSource source) {
    this.source = source;
  }

  public static boolean isVmwareState(ByteSource source) {
    return source.sizeBytes() >= HEADER_BYTES && MAGICS.contains(header(source).s32());
  }

  /**
   * State and memory may be two files of one name: the one that belongs to the other, if it is
   * needed and there.
   */
  public static Optional<ByteSource> otherFile(Path file, ByteSource source) {
    if (isVmwareState(source)) {
      return read(source).memory == null ? beside(file, MEMORY) : Optional.empty();
    }
    return file.toString().endsWith(MEMORY)
        ? STATES.stream().flatMap(state -> beside(file, state).stream()).findFirst()
        : Optional.empty();
  }

  private static Optional<ByteSource> beside(Path file, String extension) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path other = file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + extension);
    return Files.isRegularFile(other) ? Optional.of(FileSource.open(other)) : Optional.empty();
  }

  /**
   * @param others the {@code .vmem} alone, where the state does not hold the memory itself
   * @throws MalformedInput when the state contradicts itself
   * @throws Unsupported when the memory is compressed, or nowhere
   */
  public static Dump open(ByteSource source, List<ByteSource> others) {
    VmwareState state = read(source);
    if (state.memory != null && state.memory.isCompressed()) {
      throw new Unsupported(
          "has its memory compressed", source.name(), "take a snapshot without compression");
    }
    if (others.size() != (state.memory == null ? 1 : 0)) {
      throw new Unsupported(
          state.memory == null
              ? "does not hold the machine's memory, which is in a .vmem file"
              : "holds the machine's memory itself",
          source.name(),
          state.memory == null
              ? "put the .vmem of the same name beside it, or give both files"
              : "give this file alone");
    }
    List<ByteSource> files = new ArrayList<>(List.of(source));
    files.addAll(others);
    return new RangedDump(
        files,
        state.memory == null
            ? state.ranges(others.get(0), 0, others.get(0).sizeBytes())
            : state.ranges(source, state.memory.position(), state.memory.sizeBytes()),
        new DumpDescription(
            "VMware state",
            "x86_64",
            ByteOrder.LITTLE_ENDIAN,
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            0,
            List.of()),
        state.registers.notes());
  }

  private static Cursor header(ByteSource source) {
    return new Cursor(
        source.read(0, HEADER_BYTES), ByteOrder.LITTLE_ENDIAN, source.name() + ": VMware state");
  }

  private static VmwareState read(ByteSource source) {
    Cursor in = header(source);
    in.skip(8); // magic, version
    long nrGroups = in.u32();
    if (nrGroups > MAX_GROUPS || !source.holds(HEADER_BYTES, nrGroups * GROUP_BYTES)) {
      throw in.malformed(nrGroups + " groups");
    }
    VmwareState state = new VmwareState(source);
    Cursor groups =
        new Cursor(
            source.read(HEADER_BYTES, (int) nrGroups * GROUP_BYTES),
            ByteOrder.LITTLE_ENDIAN,
            source.name() + ": VMware groups");
    int tags = 0;
    for (int i = 0; i < nrGroups; i++) {
      String name = groups.fixedString(64);
      long position = groups.u64();
      groups.skip(8); // size
      if (name.equals("memory") || name.equals("cpu")) {
        tags = state.readGroup(name, position, tags);
      }
    }
    return state;
  }

  private int readGroup(String group, long position, int tagsBefore) {
    int tags = tagsBefore;
    long at = position;
    while (source.holds(at, 2)) {
      StateTag tag = StateTag.read(source, at);
      if (tag.name().isEmpty() && tag.sizeBytes() == 0) {
        break;
      }
      if (++tags > MAX_TAGS) {
        throw new MalformedInput("more than " + MAX_TAGS + " values", source.name(), at);
      }
      if (group.equals("cpu")) {
        registers.add(source, tag);
      } else {
        addMemory(tag);
      }
      at = tag.end();
    }
    return tags;
  }

  private void addMemory(StateTag tag) {
    switch (tag.name()) {
      case "Memory" -> memory = tag;
      case "regionsCount" -> nrRegions = number(source, tag);
      case "regionPageNum" -> region(tag, 0);
      case "regionPPN" -> region(tag, 1);
      case "regionSize" -> region(tag, 2);
      default -> {
        // Not about where memory is.
      }
    }
  }

  private void region(StateTag tag, int field) {
    if (tag.indices().size() != 1 || tag.indices().get(0) >= MAX_REGIONS) {
      throw new MalformedInput(
          "region " + tag.indices() + " of " + MAX_REGIONS, source.name(), tag.position());
    }
    long pages = number(source, tag);
    if (pages < 0 || pages > MAX_PAGES) {
      throw new MalformedInput(
          "a region at or of " + pages + " pages", source.name(), tag.position());
    }
    regions.computeIfAbsent(tag.indices().get(0).intValue(), n -> new long[3])[field] = pages;
  }

  static long number(ByteSource source, StateTag tag) {
    int size = (int) tag.sizeBytes();
    return new Cursor(
            source.read(tag.position(), size), ByteOrder.LITTLE_ENDIAN, source.name() + ": " + tag)
        .unsigned(size);
  }

  /** Without regions, memory is in one piece from address 0 on. */
  private List<MemoryRange> ranges(ByteSource image, long position, long sizeBytes) {
    if (nrRegions == 0) {
      return List.of(MemoryRange.stored(0, sizeBytes, image, position));
    }
    List<MemoryRange> ranges = new ArrayList<>();
    regions.forEach(
        (number, region) -> {
          if (number < nrRegions) {
            ranges.add(
                MemoryRange.stored(
                    region[1] * PAGE_BYTES,
                    region[2] * PAGE_BYTES,
                    image,
                    position + region[0] * PAGE_BYTES));
          }
        });
    return ranges;
  }
}
