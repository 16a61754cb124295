/**
 * Every format with its bytes changed by a seeded hand: whatever comes of it must be an answer or a
 * {@link org.vmcore.io.Fault}, soon and in little memory. A new format is a line in {@link
 * org.vmcore.hostile.Subjects}; {@link org.vmcore.hostile.Fuzz} runs them for a moment in the build
 * and for hours by {@code scripts/fuzz}.
 */
package org.vmcore.hostile;
