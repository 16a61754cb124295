package org.vmcore.debuginfo;

/**
 * Where something is defined.
 *
 * @param file that has the definition, as the compiler was told: {@code include/linux/console.h};
 *     where no files are known, what the definition is called instead
 * @param unit the file that was compiled with it, {@code kernel/printk/printk.c}; may be empty
 */
public record Place(String file, String unit) {
  /** Nothing is known of it. */
  public static final Place UNKNOWN = new Place("", "");

  /**
   * Whether a file is meant by this name.
   *
   * @param named its whole path, or the end of it: {@code printk/printk.c}
   */
  public boolean isIn(String named) {
    return isNamed(file, named) || isNamed(unit, named);
  }

  private static boolean isNamed(String path, String named) {
    return !named.isEmpty() && (path.equals(named) || path.endsWith("/" + named));
  }

  @Override
  public String toString() {
    return unit.isEmpty() || unit.equals(file) ? file : file + " (in " + unit + ")";
  }
}
