package org.vmcore.emit.commands.pci;

import java.util.Map;

/** What the classes of the PCI standard are called, as far as machines have them often. */
final class PciClasses {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x0100, "SCSI storage controller"),
          Map.entry(0x0101, "IDE interface"),
          Map.entry(0x0104, "RAID bus controller"),
          Map.entry(0x0106, "SATA controller"),
          Map.entry(0x0107, "Serial Attached SCSI controller"),
          Map.entry(0x0108, "Non-Volatile memory controller"),
          Map.entry(0x0180, "Mass storage controller"),
          Map.entry(0x0200, "Ethernet controller"),
          Map.entry(0x0207, "Infiniband controller"),
          Map.entry(0x0280, "Network controller"),
          Map.entry(0x0300, "VGA compatible controller"),
          Map.entry(0x0302, "3D controller"),
          Map.entry(0x0380, "Display controller"),
          Map.entry(0x0401, "Multimedia audio controller"),
          Map.entry(0x0403, "Audio device"),
          Map.entry(0x0500, "RAM memory"),
          Map.entry(0x0580, "Memory controller"),
          Map.entry(0x0600, "Host bridge"),
          Map.entry(0x0601, "ISA bridge"),
          Map.entry(0x0604, "PCI bridge"),
          Map.entry(0x0680, "Bridge"),
          Map.entry(0x0700, "Serial controller"),
          Map.entry(0x0780, "Communication controller"),
          Map.entry(0x0800, "PIC"),
          Map.entry(0x0806, "IOMMU"),
          Map.entry(0x0880, "System peripheral"),
          Map.entry(0x0980, "Input device controller"),
          Map.entry(0x0c03, "USB controller"),
          Map.entry(0x0c04, "Fibre Channel"),
          Map.entry(0x0c05, "SMBus"),
          Map.entry(0x0c06, "InfiniBand"),
          Map.entry(0x1080, "Encryption controller"),
          Map.entry(0x1101, "Performance counters"),
          Map.entry(0x1180, "Signal processing controller"),
          Map.entry(0x1200, "Processing accelerators"),
          Map.entry(0xff00, "Unassigned class"));

  private PciClasses() {}

  /**
   * @param code class and subclass
   */
  static String name(int code) {
    return NAMES.getOrDefault(code, "Class");
  }
}
