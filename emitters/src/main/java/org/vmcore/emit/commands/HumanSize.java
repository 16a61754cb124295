package org.vmcore.emit.commands;

/** Sizes as {@code size_to_human_string()} of util-linux gives them: {@code 4K}, {@code 1.5G}. */
public final class HumanSize {
  private static final String LETTERS = "BKMGTPE";

  private HumanSize() {}

  /** In the largest unit that gives at least 1, with a digit after the point where there is one. */
  public static String of(long bytes) {
    int unit = bytes <= 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / 10;
    long whole = bytes >> unit * 10;
    long rest = bytes - (whole << unit * 10);
    // Thousandths first, as there: what they cut off does not take part in the rounding.
    long thousandths = unit == 0 ? 0 : (rest >> unit * 10 - 10) * 1000 >> 10;
    long tenths = (thousandths + 50) / 100;
    if (tenths == 10) {
      whole++;
      tenths = 0;
    }
    return whole + (tenths == 0 ? "" : "." + tenths) + LETTERS.charAt(unit);
  }

  /** The same in words: {@code 4 KiB}, {@code 1.5 GiB}, {@code 12 B}. */
  public static String inWords(long bytes) {
    String text = of(bytes);
    String unit = text.substring(text.length() - 1);
    return text.substring(0, text.length() - 1) + " " + (unit.equals("B") ? unit : unit + "iB");
  }
}
