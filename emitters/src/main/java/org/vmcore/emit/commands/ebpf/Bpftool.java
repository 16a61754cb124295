package org.vmcore.emit.commands.ebpf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.bpf.BpfMap;
import org.vmcore.kernel.bpf.BpfProg;
import org.vmcore.kernel.bpf.CgroupBpf;
import org.vmcore.kernel.cgroup.CgroupTree;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/** {@code bpftool prog list} and others, {@code tools/bpf/bpftool/}. */
final class Bpftool {
  private static final long NSEC_PER_SEC = 1_000_000_000L;

  private static final DateTimeFormatter LOADED_AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Emits(value = "sos_commands/ebpf/bpftool_prog_list", needs = "prog_idr")
  void programs(Program kernel, Text out) {
    BpfProg.all(kernel).forEach(program -> print(kernel, program, out));
  }

  /** {@code print_prog_plain()}. */
  private static void print(Program kernel, BpfProg program, Text out) {
    out.print("%u: ", program.id());
    out.print("%s  ", program.type().orElseGet(() -> "type " + program.value().field("type")));
    if (!program.name().isEmpty()) {
      out.print("name %s  ", program.name());
    }
    out.print("tag %s", program.tagText());
    out.line(program.isGplCompatible() ? "  gpl" : "");
    if (program.loadedAtNs() != 0) {
      long loadedAtNs = Timekeeping.of(kernel).bootedAtNs() + program.loadedAtNs();
      Instant loadedAt = Instant.ofEpochSecond(Math.floorDiv(loadedAtNs, NSEC_PER_SEC));
      out.line("\tloaded_at %s+0000  uid %u", LOADED_AT.format(loadedAt), program.uid());
    }
    out.print("\txlated %uB", program.xlatedBytes());
    if (program.isJited()) {
      out.print("  jited %uB", program.jitedBytes());
    } else {
      out.raw("  not jited");
    }
    out.print("  memlock %lluB", program.memoryBytes());
    if (!program.mapIds().isEmpty()) {
      List<Long> ids = program.mapIds();
      String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
      out.print("  map_ids %s", list);
    }
    program.btfId().ifPresent(id -> out.print("\n\tbtf_id %d", id));
    out.append('\n');
  }

  @Emits(value = "sos_commands/ebpf/bpftool_map_list", needs = "map_idr")
  void maps(Program kernel, Text out) {
    BpfMap.all(kernel).forEach(map -> print(map, out));
  }

  /** {@code show_map_close_plain()}. */
  private static void print(BpfMap map, Text out) {
    out.print("%u: ", map.id());
    out.print("%s  ", map.type().orElseGet(() -> "type " + map.value().field("map_type")));
    if (!map.name().isEmpty()) {
      out.print("name %s  ", map.name());
    }
    out.line("flags 0x%x", map.flags());
    out.print("\tkey %uB  value %uB", map.keyBytes(), map.valueBytes());
    out.print("  max_entries %u", map.maxEntries());
    OptionalLong memoryBytes = map.memoryBytes();
    if (memoryBytes.isPresent()) {
      out.print("  memlock %lluB", memoryBytes.getAsLong());
    } else {
      out.partial("how much memory maps take");
    }
    out.append('\n');
    map.btfId().ifPresent(id -> out.line("\tbtf_id %d%s", id, map.isFrozen() ? "  frozen" : ""));
  }

  /** {@code do_show_tree()}: every mount of version 2, and the groups with programs. */
  @Emits(value = "sos_commands/ebpf/bpftool_cgroup_tree", needs = "struct cgroup_bpf.progs")
  void cgroups(Program kernel, Text out) {
    out.line("CgroupPath");
    out.line("%-8s %-15s %-15s %-15s", "ID", "AttachType", "AttachFlags", "Name");
    CgroupTree.of(kernel)
        .byPath()
        .forEach(
            (path, group) -> {
              List<CgroupBpf> attached = group.isOnDfl() ? CgroupBpf.of(group) : List.of();
              if (!attached.isEmpty()) {
                out.line("%s", path);
                attached.forEach(program -> print(program, out));
              }
            });
  }

  private static void print(CgroupBpf attached, Text out) {
    out.line(
        "    %-8u %-15s %-15s %-15s",
        attached.program().id(),
        attached.attachType(),
        attached.flagsText(),
        attached.program().name());
  }
}
