import Link from "next/link";

export const metadata = { title: "An app of Next", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Link href="/about">About</Link>
        {children}
      </body>
    </html>
  );
}
