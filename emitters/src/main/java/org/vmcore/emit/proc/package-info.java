/** Files below {@code /proc}. */
package org.vmcore.emit.proc;
