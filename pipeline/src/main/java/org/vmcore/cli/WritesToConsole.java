package org.vmcore.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one class that may touch {@code System.out} and {@code System.err}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@interface WritesToConsole {}
