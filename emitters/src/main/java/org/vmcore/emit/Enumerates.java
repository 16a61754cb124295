package org.vmcore.emit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names what an {@link Enumerator} yields, as it stands in the placeholders: {@code "pid"}. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Enumerates {
  /** The placeholders that the enumerator's keys fill, in order. */
  String[] value();
}
