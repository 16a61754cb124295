package org.vmcore.emit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that writes one file for each key of an enumerator: {@code void status(Program
 * kernel, Task task, Text out)}, where the second parameter is the key's subject.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface EmitsMany {
  /**
   * Path of the files, with placeholders for the key's names in their order: {@code
   * "proc/{pid}/status"}, {@code "sys/block/{disk}/queue/{attribute}"}. A placeholder that ends in
   * {@code *} takes several segments: {@code "proc/sys/{sysctl*}"}.
   */
  String[] path();

  Class<? extends Enumerator<?>> each();

  /** As {@link Emits#needs}. */
  String[] needs() default {};
}
