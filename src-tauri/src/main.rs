//! The phone's program on a desktop. Android starts at `guihang_app_lib::run` instead.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// 归航 – 手机端（桌面演示窗口）
#[derive(Debug, Parser)]
#[command(name = "guihang-app", version)]
struct Args {
    /// 存放加密资料的文件夹；不写则用系统给本程序的文件夹
    #[arg(long, value_name = "DIR", env = "GUIHANG_DATA")]
    data: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match guihang_app_lib::start(guihang_app_lib::Settings { data: args.data }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("归航没能启动：{problem}");
            ExitCode::FAILURE
        }
    }
}
