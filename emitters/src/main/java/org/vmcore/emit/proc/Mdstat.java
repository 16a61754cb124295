package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.md.MdArray;
import org.vmcore.kernel.md.MdLevel;
import org.vmcore.kernel.md.MdMember;
import org.vmcore.kernel.md.MdResync;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/mdstat} as {@code md_seq_show()}, {@code drivers/md/md.c}. */
final class Mdstat {
  private static final int MD_RDONLY = 1; // drivers/md/md.c
  private static final int MD_AUTO_READ = 2;

  @Emits("proc/mdstat")
  void mdstat(Program kernel, Text out) {
    if (!MdArray.hasDriver(kernel)) {
      throw new NoSuchFile("the driver of software RAID is not loaded");
    }
    out.print("Personalities : ");
    MdArray.personalities(kernel).forEach(name -> out.print("[%s] ", name));
    out.append('\n');
    for (MdArray array : MdArray.all(kernel)) {
      if (array.isRunning() || array.number("raid_disks") != 0 || !array.members().isEmpty()) {
        array(kernel, array, out);
      }
    }
    out.line("unused devices: <none>");
  }

  private static void array(Program kernel, MdArray array, Text out) {
    out.print("%s : %s", array.name(), state(array));
    array.personality().ifPresent(name -> out.print("%s %s", access(array), name));
    long sectors = members(kernel, array, out);
    if (!array.members().isEmpty()) {
      long shown = array.isRunning() ? array.number("array_sectors") : sectors;
      out.print("\n      %llu blocks", shown / 2);
    }
    superblock(array, out);
    if (array.isRunning()) {
      out.print("%s\n      ", MdLevel.status(array).orElseGet(() -> unknown(array)));
      String resync = MdResync.shown(array);
      if (!resync.isEmpty()) {
        out.print("%s\n      ", resync);
      }
    } else {
      out.print("\n       ");
    }
    array.bitmap().ifPresent(bitmap -> bitmap(kernel, array, bitmap, out));
    out.append('\n');
  }

  private static String unknown(MdArray array) {
    throw new NotReconstructable("how " + array.personality().orElse("") + " shows its state");
  }

  private static String state(MdArray array) {
    if (!array.isRunning()) {
      return "inactive";
    }
    return MdLevel.showsBroken(array) && array.hasFlag("MD_BROKEN") ? "broken" : "active";
  }

  private static String access(MdArray array) {
    long ro = array.number("ro");
    return ro == MD_RDONLY ? " (read-only)" : ro == MD_AUTO_READ ? " (auto-read-only)" : "";
  }

  /** The members; how many sectors those have together that work. */
  private static long members(Program kernel, MdArray array, Text out) {
    long sectors = 0;
    for (MdMember member : array.members()) {
      String name = Disks.of(kernel).byNumber(member.number()).map(BlockDevice::name).orElse("?");
      out.print(" %s[%d]", name, member.descNr());
      out.print("%s", member.is("WriteMostly") ? "(W)" : "");
      out.print("%s", member.is("Journal") ? "(J)" : "");
      if (member.is("Faulty")) {
        out.print("(F)");
        continue;
      }
      out.print("%s", member.raidDisk() < 0 ? "(S)" : "");
      out.print("%s", member.is("Replacement") ? "(R)" : "");
      sectors += member.sectors();
    }
    return sectors;
  }

  private static void superblock(MdArray array, Text out) {
    long major = array.number("major_version");
    long minor = array.number("minor_version");
    if (array.number("persistent") != 0) {
      if (major != 0 || minor != 90) {
        out.print(" super %d.%d", major, minor);
      }
    } else if (array.number("external") != 0) {
      out.print(" super external:%s", array.value().field("metadata_type").asString());
    } else {
      out.print(" super non-persistent");
    }
  }

  /** {@code md_bitmap_status()}. */
  private static void bitmap(Program kernel, MdArray array, Value bitmap, Text out) {
    long pages = bitmap.at("counts.pages").asLong();
    long used = pages - bitmap.at("counts.missing_pages").asLong();
    long chunkKb = array.bitmapChunkBytes() >> 10;
    out.print(
        "bitmap: %lu/%lu pages [%luKB], %lu%s chunk",
        used,
        pages,
        used << kernel.pageShift() - 10,
        chunkKb != 0 ? chunkKb : array.bitmapChunkBytes(),
        chunkKb != 0 ? "KB" : "B");
    Value file = bitmap.at("storage.file");
    if (!file.isNull()) {
      out.print(", file: %s", DPath.of(kernel).ofFile(file.deref()));
    }
    out.append('\n');
  }
}
