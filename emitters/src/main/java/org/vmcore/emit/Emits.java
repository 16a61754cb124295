package org.vmcore.emit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that writes one file of the report: {@code void uptime(Program kernel, Text out)}.
 * Its class is package-private or public and has a constructor without parameters.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Emits {
  /** Path of the file in the archive; several when the same text stands in several places. */
  String[] value();

  /**
   * What the kernel must have for the file to exist: symbols ({@code "zone_reclaim"}), types
   * ({@code "struct zswap_pool"}) or members ({@code "struct vfsmount.mnt_flags"}). A kernel that
   * lacks one has no such file.
   */
  String[] needs() default {};
}
