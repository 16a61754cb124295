package org.vmcore.emit.commands.filesys;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.LoopDevice;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.Labels;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** {@code mount -l} of util-linux, as root runs it. */
final class MountList {
  private static final String DEV = "/dev/";

  @Emits("sos_commands/filesys/mount_-l")
  void list(Program kernel, Text out) {
    for (MountRow row : MountTable.ofFirstProcess(kernel).map(MountTable::rows).orElse(List.of())) {
      out.raw(source(kernel, row, out) + " on " + SeqEscape.unescape(row.directory()));
      out.raw(" type " + row.type() + " (" + MountText.options(row) + ")");
      Optional<String> label = Labels.of(row.mount().superBlock());
      if (label.isPresent()) {
        out.raw(label.get().isEmpty() ? "" : " [" + label.get() + "]");
      } else {
        out.partial("the labels of " + row.type() + ": they are not in the dump");
      }
      out.append('\n');
      row.missing().forEach(out::partial);
    }
  }

  /** A loop device that mount made, and that goes with the mount, is shown as its file. */
  private static String source(Program kernel, MountRow row, Text out) {
    String device = SeqEscape.unescape(row.device());
    try {
      return Optional.of(device)
          .filter(name -> name.startsWith(DEV))
          .flatMap(name -> Disks.of(kernel).byName(name.substring(DEV.length())))
          .flatMap(LoopDevice::of)
          .filter(LoopDevice::isAutoclear)
          .flatMap(LoopDevice::backingFile)
          .map(DPath.of(kernel)::ofFile)
          .orElse(device);
    } catch (NoSuchType unknown) {
      out.partial("whether " + device + " stands for a file: " + unknown.what());
      return device;
    }
  }
}
