/**
 * Captures of a running machine's memory by LiME and AVML: a header before each range. Start with
 * {@link org.vmcore.dump.lime.LimeFile}.
 */
package org.vmcore.dump.lime;
