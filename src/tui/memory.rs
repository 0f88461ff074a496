//! Memory that was freed, given back to the system.

/// Gives memory back to the system that was freed but is kept by the allocator. glibc keeps what lies below anything that
/// is still in use: after a review of a year with 5,000 wins, 35 MiB. Other allocators give it back by themselves.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "glibc has no other way to give memory back, and no crate wraps this one call"
)]
pub fn give_back() {
    // SAFETY: `malloc_trim` takes a number of bytes, locks each arena by itself and touches only free chunks.
    unsafe { libc::malloc_trim(0) };
}

/// Does nothing: this system's allocator gives memory back by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
