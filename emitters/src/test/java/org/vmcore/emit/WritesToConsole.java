package org.vmcore.emit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks a program for developers that talks to its console. */
@Retention(RetentionPolicy.CLASS)
@interface WritesToConsole {}
