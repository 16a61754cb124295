package org.vmcore.emit.commands.filesys;

import java.util.List;
import java.util.Set;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.kernel.fs.statfs.StatFs;
import org.vmcore.model.Program;

/** {@code df -a -l -x autofs} of coreutils: all file systems of this machine, how full they are. */
final class Df {
  private static final Set<String> REMOTE_TYPES =
      Set.of("acfs", "afs", "coda", "auristorfs", "fhgfs", "gpfs", "ibrix", "ocfs2", "vxfs");
  private static final Set<String> WINDOWS_TYPES = Set.of("smbfs", "smb3", "cifs");
  private static final int BLOCK_BYTES = 1024;

  @Emits("sos_commands/filesys/df_-al_-x_autofs")
  void blocks(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("Filesystem", 14)
            .right("1K-blocks", 5)
            .right("Used", 5)
            .right("Available", 5)
            .right("Use%", 4)
            .left("Mounted on", 0);
    for (Shown shown : shown(kernel)) {
      StatFs stat = shown.stat;
      long used = difference(stat.blocks(), stat.free());
      stat.missing().forEach(out::partial);
      table.row(
          shown.source(),
          inKb(stat.blocks(), stat.blockBytes()),
          inKb(used, stat.blockBytes()),
          inKb(stat.available(), stat.blockBytes()),
          percent(used, stat.available()),
          shown.target());
    }
    table.print(out);
  }

  @Emits("sos_commands/filesys/df_-aliT_-x_autofs")
  void inodes(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("Filesystem", 14)
            .left("Type", 4)
            .right("Inodes", 5)
            .right("IUsed", 5)
            .right("IFree", 5)
            .right("IUse%", 4)
            .left("Mounted on", 0);
    for (Shown shown : shown(kernel)) {
      StatFs stat = shown.stat;
      long used = difference(stat.files(), stat.filesFree());
      if (stat.files() == StatFs.UNKNOWN) {
        stat.missing().forEach(out::partial);
      }
      table.row(
          shown.source(),
          shown.isHidden ? "-" : shown.row.type(),
          number(stat.files()),
          number(used),
          number(stat.filesFree()),
          percent(used, stat.filesFree()),
          shown.target());
    }
    table.print(out);
  }

  /** A line; what another mount hides has nothing but its names. */
  private record Shown(MountRow row, StatFs stat, boolean isHidden) {
    private String source() {
      return printable(row.device());
    }

    private String target() {
      return printable(row.directory());
    }

    /** {@code replace_problematic_chars()}. */
    private static String printable(String escaped) {
      return SeqEscape.unescape(escaped).replaceAll("[\\x00-\\x1f\\x7f]", "?");
    }
  }

  private static List<Shown> shown(Program kernel) {
    MountTable table = MountTable.ofFirstProcess(kernel).orElse(null);
    if (table == null) {
      return List.of();
    }
    return table.rows().stream()
        .filter(row -> !row.type().equals("autofs") && !isRemote(row))
        .map(row -> shown(row, table))
        .toList();
  }

  /** {@code ME_REMOTE()} of gnulib. */
  private static boolean isRemote(MountRow row) {
    String source = SeqEscape.unescape(row.device());
    return source.indexOf(':') >= 0
        || source.startsWith("//") && WINDOWS_TYPES.contains(row.type())
        || REMOTE_TYPES.contains(row.type())
        || source.equals("-hosts");
  }

  /** {@code df} asks by the directory's name, and distrusts an answer from another device. */
  private static Shown shown(MountRow row, MountTable table) {
    MountRow visible = table.visibleAt(row.directory()).orElse(row);
    boolean hidden = !visible.device().equals(row.device());
    if (hidden) {
      long none = StatFs.UNKNOWN;
      return new Shown(row, new StatFs(none, none, none, none, none, none, List.of()), true);
    }
    return new Shown(row, StatFs.of(visible.mount().superBlock()), false);
  }

  private static long difference(long all, long free) {
    return all == StatFs.UNKNOWN || free == StatFs.UNKNOWN ? StatFs.UNKNOWN : all - free;
  }

  /** Kilobytes, rounded up. */
  private static String inKb(long blocks, long blockBytes) {
    if (blocks == StatFs.UNKNOWN) {
      return "-";
    }
    return Long.toString(-Math.floorDiv(-blocks * blockBytes, BLOCK_BYTES));
  }

  private static String number(long value) {
    return value == StatFs.UNKNOWN ? "-" : Long.toUnsignedString(value);
  }

  /** What is used of what there is for users, rounded up. */
  private static String percent(long used, long available) {
    if (used == StatFs.UNKNOWN || available == StatFs.UNKNOWN || used + available == 0) {
      return "-";
    }
    return -Math.floorDiv(-used * 100, used + available) + "%";
  }
}
