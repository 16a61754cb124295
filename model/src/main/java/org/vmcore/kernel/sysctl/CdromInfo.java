package org.vmcore.kernel.sysctl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code cdrom_sysctl_info()}, {@code drivers/cdrom/cdrom.c}: a table with a column per drive. */
final class CdromInfo {
  private static final Map<String, Integer> CAPABILITIES = capabilities();

  private CdromInfo() {}

  /** {@code CDC_*}, {@code include/uapi/linux/cdrom.h}, with the kernel's headings. */
  private static Map<String, Integer> capabilities() {
    Map<String, Integer> headings = new LinkedHashMap<>();
    headings.put("Can close tray:\t", 0x1);
    headings.put("Can open tray:\t", 0x2);
    headings.put("Can lock tray:\t", 0x4);
    headings.put("Can change speed:", 0x8);
    headings.put("Can select disk:", 0x10);
    headings.put("Can read multisession:", 0x20);
    headings.put("Can read MCN:\t", 0x40);
    headings.put("Reports media changed:", 0x80);
    headings.put("Can play audio:\t", 0x100);
    headings.put("Can write CD-R:\t", 0x2000);
    headings.put("Can write CD-RW:", 0x4000);
    headings.put("Can read DVD:\t", 0x8000);
    headings.put("Can write DVD-R:", 0x10000);
    headings.put("Can write DVD-RAM:", 0x20000);
    headings.put("Can read MRW:\t", 0x80000);
    headings.put("Can write MRW:\t", 0x100000);
    headings.put("Can write RAM:\t", 0x200000);
    return headings;
  }

  static String read(SysctlEntry entry) {
    Program kernel = entry.kernel();
    Value head = kernel.object("struct list_head", kernel.address("cdrom_list"));
    List<Value> drives = ListHead.forEachEntry(head, "struct cdrom_device_info", "list");
    StringBuilder text = new StringBuilder("CD-ROM information, Id: cdrom.c 3.20 2003/12/17\n");
    text.append("\ndrive name:\t");
    drives.forEach(drive -> text.append('\t').append(drive.field("name").asString()));
    text.append("\ndrive speed:\t");
    drives.forEach(drive -> text.append('\t').append(drive.field("speed").asInt()));
    text.append("\ndrive # of slots:");
    drives.forEach(drive -> text.append('\t').append(drive.field("capacity").asInt()));
    CAPABILITIES.forEach(
        (heading, mask) -> {
          text.append('\n').append(heading);
          drives.forEach(drive -> text.append('\t').append(can(drive, mask)));
        });
    return text.append("\n\n\n").toString(); // the last one is of proc_dostring()
  }

  /** {@code CDROM_CAN()}. */
  private static int can(Value drive, int mask) {
    long capability = drive.at("ops->capability").asLong() & ~drive.field("mask").asLong();
    return (capability & mask) != 0 ? 1 : 0;
  }
}
