package org.vmcore.emit.commands.scsi;

/** Sizes in powers of 1000, three digits of them: {@code "2.09MB"}, {@code "167MB"}. */
final class DecimalSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private DecimalSize() {}

  /** Further digits are cut. */
  static String of(long bytes) {
    long whole = bytes;
    long rest = 0;
    int unit = 0;
    while (whole >= 1000 && unit < UNITS.length - 1) {
      rest = whole % 1000;
      whole /= 1000;
      unit++;
    }
    String digits = Long.toString(whole);
    if (unit == 0 || digits.length() >= 3) {
      return digits + UNITS[unit];
    }
    String thousandths = Long.toString(1000 + rest).substring(1);
    return digits + "." + thousandths.substring(0, 3 - digits.length()) + UNITS[unit];
  }
}
