/**
 * Dumps whose container does not say where their kernel is: without VMCOREINFO. The places where
 * its text or other traces lie are tried one after the other, and what comes of each is believed
 * only after the kernel's own data agreed. Start with {@link org.vmcore.recovery.Recovery}.
 */
package org.vmcore.recovery;
