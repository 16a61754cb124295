package org.vmcore.emit.commands.devicemapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.kernel.dm.DmTable;
import org.vmcore.kernel.dm.DmTarget;
import org.vmcore.model.Program;

/** {@code dmsetup} of device-mapper. */
final class Dmsetup {
  private static final String NONE = "No devices found";

  /** Columns as wide as what stands in them, all filled up. */
  @Emits("sos_commands/devicemapper/dmsetup_info_-c")
  void info(Program kernel, Text out) {
    List<DmDevice> devices = DmDevice.all(kernel);
    if (devices.isEmpty()) {
      out.line(NONE);
      return;
    }
    int nameWidth = devices.stream().mapToInt(d -> d.name().length()).max().orElse(0);
    int uuidWidth = devices.stream().mapToInt(d -> d.uuid().length()).max().orElse(0);
    int name = Math.max(16, nameWidth);
    int uuid = Math.max(32, uuidWidth);
    out.line("%-*s Maj Min Stat Open Targ Event  %-*s", name, "Name", uuid, "UUID");
    for (DmDevice device : devices) {
      BlockDevice whole = device.disk().part0();
      out.line(
          "%-*s %3d %3d %s %4d %4d %6u %-*s",
          name,
          device.name(),
          whole.major(),
          whole.minor(),
          state(device),
          device.openCount(),
          device.targets().size(),
          device.eventNr(),
          uuid,
          device.uuid());
    }
  }

  /** A table in use, one loaded, suspended, for writing. */
  private static String state(DmDevice device) {
    return (device.table().isPresent() ? "L" : "-")
        + (device.hasInactiveTable() ? "I" : "-")
        + (device.isSuspended() ? "s" : "-")
        + (device.isReadOnly() ? "r" : "w");
  }

  @Emits("sos_commands/devicemapper/dmsetup_table")
  void table(Program kernel, Text out) {
    targets(kernel, DmTable::table, "", out);
  }

  @Emits("sos_commands/devicemapper/dmsetup_status")
  void status(Program kernel, Text out) {
    targets(kernel, DmTable::info, " ", out);
  }

  private static void targets(
      Program kernel, Function<DmTarget, Optional<String>> line, String whenEmpty, Text out) {
    List<DmDevice> devices = DmDevice.all(kernel);
    if (devices.isEmpty()) {
      out.line(NONE);
    }
    for (DmDevice device : devices) {
      for (DmTarget target : device.targets()) {
        Optional<String> words = line.apply(target);
        if (words.isEmpty()) {
          out.partial("targets of the type " + target.type());
        }
        String rest = words.map(w -> w.isEmpty() ? whenEmpty : " " + w).orElse(" -");
        out.line(
            "%s: %llu %llu %s%s",
            device.name(), target.begin(), target.length(), target.type(), rest);
      }
    }
  }

  /** Devices that no other is made of, and below each what it is made of. */
  @Emits("sos_commands/devicemapper/dmsetup_ls_--tree")
  void tree(Program kernel, Text out) {
    List<DmDevice> devices = DmDevice.all(kernel);
    if (devices.isEmpty()) {
      out.line(NONE);
    }
    for (DmDevice device : devices) {
      BlockDevice whole = device.disk().part0();
      if (whole.holders().stream().noneMatch(holder -> holder.startsWith("dm-"))) {
        out.line("%s (%d:%d)", device.name(), whole.major(), whole.minor());
        below(kernel, device, " ", 0, out);
      }
    }
  }

  private static final int MAX_DEPTH = 64;

  private static void below(Program kernel, DmDevice device, String indent, int depth, Text out) {
    List<BlockDevice> parts = new ArrayList<>();
    for (long number : device.devices()) {
      parts.add(
          Disks.of(kernel)
              .byNumber(number)
              .orElseThrow(() -> new NotReconstructable("a device of " + device.name())));
    }
    for (int i = 0; i < parts.size(); i++) {
      BlockDevice part = parts.get(i);
      boolean last = i == parts.size() - 1;
      Optional<DmDevice> mapped = part.isPartition() ? Optional.empty() : DmDevice.of(part.disk());
      String name = mapped.map(m -> m.name() + " ").orElse("");
      out.line("%s%s%s(%d:%d)", indent, last ? "└─" : "├─", gap(name), part.major(), part.minor());
      if (mapped.isPresent() && depth < MAX_DEPTH) {
        below(kernel, mapped.get(), indent + (last ? "   " : "│  "), depth + 1, out);
      }
    }
  }

  private static String gap(String name) {
    return name.isEmpty() ? " " : name;
  }
}
