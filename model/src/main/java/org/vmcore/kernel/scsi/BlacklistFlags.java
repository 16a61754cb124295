package org.vmcore.kernel.scsi;

import java.util.Map;

/** {@code BLIST_*}, {@code include/scsi/scsi_devinfo.h}. */
final class BlacklistFlags {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "NOLUN"),
          Map.entry(1, "FORCELUN"),
          Map.entry(2, "BORKEN"),
          Map.entry(3, "KEY"),
          Map.entry(4, "SINGLELUN"),
          Map.entry(5, "NOTQ"),
          Map.entry(6, "SPARSELUN"),
          Map.entry(7, "MAX5LUN"),
          Map.entry(8, "ISROM"),
          Map.entry(9, "LARGELUN"),
          Map.entry(10, "INQUIRY_36"),
          Map.entry(11, "IGN_MEDIA_CHANGE"),
          Map.entry(12, "NOSTARTONADD"),
          Map.entry(13, "NO_VPD_SIZE"),
          Map.entry(17, "REPORTLUN2"),
          Map.entry(18, "NOREPORTLUN"),
          Map.entry(19, "NOT_LOCKABLE"),
          Map.entry(20, "NO_ULD_ATTACH"),
          Map.entry(21, "SELECT_NO_ATN"),
          Map.entry(22, "RETRY_HWERROR"),
          Map.entry(23, "MAX_512"),
          Map.entry(25, "NO_DIF"),
          Map.entry(26, "SKIP_VPD_PAGES"),
          Map.entry(28, "TRY_VPD_PAGES"),
          Map.entry(29, "NO_RSOC"),
          Map.entry(30, "MAX_1024"),
          Map.entry(31, "UNMAP_LIMIT_WS"),
          Map.entry(32, "RETRY_ITF"),
          Map.entry(33, "RETRY_ASC_C1"));

  private BlacklistFlags() {}

  static String name(int bit) {
    return NAMES.getOrDefault(bit, "INVALID_BIT(" + bit + ")");
  }
}
